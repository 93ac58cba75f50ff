import type { Service } from '../../catalog/service.ts'
import type { CallToRead, Doubt } from './agreed-appointment.ts'
import type { Exchange } from './exchanges.ts'
import { sentencesOf } from './exchanges.ts'
import { servicesMeant, servicesNamed } from './heard-services.ts'
import type { Agreement } from './talk.ts'

/** What is to be done, and what speaks against it. */
export type WhatHeard = { readonly services: readonly Service[]; readonly doubt: Doubt | undefined }

/** What is to be done at what was agreed: what our tool calls it, else what was named last before the yes. */
export function hearWhat(exchanges: readonly Exchange[], agreement: Agreement, call: CallToRead): WhatHeard {
  const { services: offered, language } = call
  const heard = exchanges.slice(0, agreement.exchange + 1)
  const said = heard.flatMap(({ answered }) => answered)
  // What the yes itself names is asked for besides, unless nothing was named before.
  const before = heard.map((one, index) => (index === agreement.exchange ? { ...one, answered: [] } : one))
  const ofTool = servicesNamed(agreement.proposal.service, offered, language)
  const named = [ofTool, namedLast(before, call), namedLast(heard, call), servicesMeant(said, offered, language)]
  const services = named.find((found) => found.length > 0) ?? []
  const since = exchanges.slice(agreement.exchange).flatMap(({ answered }) => answered)
  return { services, doubt: doubtOf(services, said, since, call) }
}

function doubtOf(
  services: readonly Service[],
  said: readonly string[],
  since: readonly string[],
  { services: offered, language }: CallToRead,
): Doubt | undefined {
  if ([...said, ...since].some((sentence) => isForSeveral(sentence))) return 'several'
  const added = since.flatMap((sentence) => servicesNamed(sentence, offered, language))
  return added.some((service) => !services.includes(service)) ? 'service_changed' : undefined
}

/** For more than one person, or more than one time. */
function isForSeveral(said: string): boolean {
  return /\bfür (?:mich|uns)\b.* und\b|\bund (?:für )?mich\b|\bzwei ?mal\b|\bzwei termine\b|\bwir beide\b|\b(?:alle )?beide\b|zwillinge|\bmeine (?:beiden|zwei)\b|\bfor (?:me|us|myself) and\b|\band (?:me|myself)\b|\btwo (?:appointments|people|of us)\b|\bboth\b|\btwins\b/iu.test(
    said,
  )
}

/** The last that was named; several of the agent's at once only if the caller named them all: it may list what there is. */
function namedLast(exchanges: readonly Exchange[], { services, language }: CallToRead): readonly Service[] {
  const byCaller = new Set<Service>()
  let last: readonly Service[] = []
  for (const { asked, answered } of exchanges) {
    for (const sentence of sentencesOf(asked)) {
      const named = servicesNamed(sentence, services, language)
      if (named.length === 1 || (named.length > 1 && named.every((one) => byCaller.has(one)))) last = named
    }
    for (const sentence of answered) {
      const named = servicesNamed(sentence, services, language)
      for (const one of named) byCaller.add(one)
      if (named.length > 0) last = named
    }
  }
  return last
}
