import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { House } from '../../openings/house.ts'
import type { Language } from '../../speech/language.ts'
import { house as salon } from '../answers/golden-house.ts'
import { argumentSchemas } from '../arguments.ts'
import { tools } from '../tools/registry.ts'
import { build } from './build.ts'
import { problemsOf } from './deploy/fit-to-deploy.ts'
import { defaultFlowSettings, type FlowSettings } from './flow-settings.ts'

const languages: readonly Language[] = ['de', 'en']
const settings: FlowSettings = { ...defaultFlowSettings, publicUrl: 'https://phone.example.com' }

function withServices(count: number): House {
  const [service] = salon.services
  if (service === undefined) throw new Error('The house has a service')
  const services = Array.from({ length: count }, (_, index) => ({
    ...service,
    id: `s${index}`,
    name: `Leistung ${index}`,
  }))
  return { ...salon, services }
}

const houses: readonly (readonly [string, House])[] = [
  ['a house with one service', withServices(1)],
  ['a salon', salon],
  ['a house with twenty services', withServices(20)],
  ['a house without anything', { ...salon, services: [], staff: [], categories: [] }],
]
const ways: readonly (readonly [string, Partial<FlowSettings>])[] = [
  ['as usual', {}],
  ['with calls put through', { transferNumber: '+493023125099' }],
  ['with calls recorded', { recordsCalls: true }],
]

describe.for(languages)('in %s', (language) => {
  test.for(houses)('%s has an agent nothing is wrong with', ([, house]) => {
    for (const [, change] of ways) expect(problemsOf(build(house, language, { ...settings, ...change }))).toEqual([])
  })

  test('every tool of the present generation is called by a node of its own', () => {
    const { flow } = build(salon, language, settings)
    const called = flow.nodes.flatMap((node) => (node.type === 'function' ? [node.tool_id] : []))
    const all = Object.keys(argumentSchemas).filter((name) => name !== 'collect_appointment_data')
    expect(called.toSorted()).toEqual(all.toSorted())
  })

  test('with one service nobody is asked which', () => {
    const { flow } = build(withServices(1), language, settings)
    const ids = flow.nodes.map(({ id }) => id)
    for (const asking of ['service', 'what', 'what_and_when']) expect(ids).not.toContain(asking)
    expect(flow.tools?.map(({ name }) => name)).not.toContain('list_services')
  })

  test('the first words say that an AI is speaking, and for whom', () => {
    const { flow } = build(salon, language, settings)
    const first = flow.nodes.find(({ id }) => id === flow.start_node_id)
    expect(first).toMatchObject({ speak_during_execution: true, instruction: { type: 'static_text' } })
    expect(JSON.stringify(first)).toMatch(language === 'de' ? /KI-Assistent von Salon/ : /AI assistant of Salon/)
  })

  test('why nobody is there is told to whoever asks for a person, and to nobody else', () => {
    for (const transferNumber of [null, '+493023125099']) {
      const { flow } = build(salon, language, { ...settings, transferNumber })
      const telling = flow.nodes.filter((node) => JSON.stringify(node).includes('{{closed_notice}}'))
      expect(telling.map(({ id }) => id)).toEqual([transferNumber === null ? 'human' : 'transfer_failed'])
    }
  })

  test('who only wants an appointment is asked what and when in one; what there is, is read out to who asks or does not know', () => {
    const { flow } = build(salon, language, settings)
    const ways = (id: string) => {
      const node = flow.nodes.find((one) => one.id === id)
      if (node?.type !== 'conversation') throw new Error(`${id} is no conversation`)
      return Object.fromEntries((node.edges ?? []).map((edge) => [edge.id.split('__')[1], edge.destination_node_id]))
    }
    for (const greeted of ['known', 'new', 'anonymous']) {
      expect(ways(greeted)).toMatchObject({
        wants_booking: 'what_and_when',
        wants_booking_on: 'what',
        asks_services: 'list_services',
      })
    }
    const chosen = { chooses_service_at: 'check', chooses_service: 'date_time', asks_further: 'list_services' }
    expect(ways('what_and_when')).toMatchObject({ ...chosen, names_time: 'what' })
    expect(ways('what')).toMatchObject(chosen)
  })

  test('where calls are recorded the caller is asked before anything else', () => {
    const { flow, agent } = build(salon, language, { ...settings, recordsCalls: true })
    const ways = flow.nodes.find(({ id }) => id === 'initialize')
    expect(JSON.stringify(ways)).not.toContain('"destination_node_id":"known"')
    expect(ways).toMatchObject({ else_edge: { destination_node_id: 'consent' } })
    expect(agent).toMatchObject({ data_storage_setting: 'everything', data_storage_retention_days: 7 })
  })

  test('the platform keeps as little as it can, and not for long', () => {
    const { agent } = build(salon, language, settings)
    expect(agent).toMatchObject({ data_storage_setting: 'basic_attributes_only', data_storage_retention_days: 1 })
  })

  test('the agent waits longer than each tool takes at most, and by no more than a second', () => {
    for (const tool of build(salon, language, settings).flow.tools ?? []) {
      if (tool.type !== 'custom') throw new Error('All tools are our own')
      const ours = Object.values(tools).find(({ name }) => name === tool.name)
      expect(tool.timeout_ms).toBe((ours?.deadlineMs ?? 0) + 1_000)
    }
  })
})

/** A flow without its words. */
function shape(nodes: unknown): string {
  const words = new Set(['prompt', 'text', 'condition'])
  return JSON.stringify(nodes, (key, value: unknown) => (words.has(key) ? '' : value))
}

test('both languages have the same nodes and edges: only the words differ', () => {
  const [german, english] = languages.map((language) => build(salon, language, settings).flow)
  expect(shape(english?.nodes)).toBe(shape(german?.nodes))
  expect(english?.global_prompt).not.toBe(german?.global_prompt)
})

test('callers’ names for people and services are told to the transcriber', () => {
  const { agent } = build(salon, 'en', settings)
  expect(agent.boosted_keywords).toEqual(expect.arrayContaining(['Eva Sommer', 'Mr Weber', 'Weber', 'Haircut']))
})

const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 })
const anyHouse = fc
  .record({
    company: name,
    services: fc.array(fc.record({ name, nameEn: name }), { maxLength: 30 }),
    staff: fc.array(fc.record({ firstName: name, lastName: name }), { maxLength: 60 }),
  })
  .map(({ company, services, staff }): House => ({
    ...salon,
    company: { ...salon.company, name: company },
    services: withServices(services.length).services.map((service, index) => ({ ...service, ...services[index] })),
    staff: staff.map((person, index) => ({ ...member(), ...person, id: `p${index}` })),
  }))

function member(): House['staff'][number] {
  const [first] = salon.staff
  if (first === undefined) throw new Error('The house has staff')
  return first
}

test('whatever a house, its people and its services are called, nothing is wrong with its agent', () => {
  fc.assert(
    fc.property(anyHouse, fc.constantFrom(...languages), (house, language) => {
      const built = build(house, language, settings)
      expect(problemsOf(built)).toEqual([])
      expect(built.agent.boosted_keywords?.length).toBeLessThanOrEqual(100)
      expect(JSON.stringify(built.agent.boosted_keywords)).not.toContain('{{')
      expect(build(house, language, settings)).toEqual(built)
    }),
    { numRuns: 25 },
  )
})
