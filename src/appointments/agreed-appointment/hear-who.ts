import { agentSentences, topicOf } from './agent-sentence.ts'
import type { CallToRead, Doubt } from './agreed-appointment.ts'
import { nameAnswered, nameIntroduced } from './attendee-name.ts'
import type { Exchange } from './exchanges.ts'
import { staffNamed } from './heard-staff.ts'
import type { Agreement } from './talk.ts'

/** Who does it and for whom; null where nobody was named. */
export type WhoHeard = {
  readonly staffId: string | null
  readonly attendeeName: string | null
  readonly doubt: Doubt | undefined
}

/** Whom the appointment is with and for. With whom: our tool's word, else whoever was named last before the yes. */
export function hearWho(exchanges: readonly Exchange[], agreement: Agreement, call: CallToRead): WhoHeard {
  const ofTool = staffNamed(agreement.proposal.staff, call.staff)
  const heard = ofTool.kind === 'named' ? ofTool : staffNamedLast(exchanges.slice(0, agreement.exchange + 1), call)
  return {
    staffId: heard.kind === 'named' ? heard.staffId : null,
    attendeeName: attendeeOf(exchanges),
    doubt: heard.kind === 'unclear' ? 'staff_unclear' : undefined,
  }
}

function staffNamedLast(exchanges: readonly Exchange[], { staff }: CallToRead): ReturnType<typeof staffNamed> {
  let last: ReturnType<typeof staffNamed> = { kind: 'nobody' }
  for (const { asked, answered } of exchanges) {
    const told = agentSentences(asked).flatMap(({ text, kind }) => (kind === 'plain' ? [text] : []))
    for (const sentence of [...told, ...answered]) {
      const named = staffNamed(sentence, staff)
      if (named.kind !== 'nobody') last = named
    }
  }
  return last
}

/** The name somebody gave when asked, or introduced somebody by; what was asked for counts before what was said by the way. */
function attendeeOf(exchanges: readonly Exchange[]): string | null {
  let introduced: string | null = null
  let asked: string | null = null
  for (const exchange of exchanges) {
    const isAsked = topicOf(agentSentences(exchange.asked), () => false) === 'name'
    for (const sentence of exchange.answered) introduced = nameIntroduced(sentence) ?? introduced
    const named = isAsked ? exchange.answered.map(nameAnswered).find((name) => name !== null) : undefined
    asked = named ?? asked
  }
  return asked ?? introduced
}
