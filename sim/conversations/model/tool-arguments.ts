import type { Scene } from '../scene.ts'

export type Arguments = Readonly<Record<string, unknown>>

/** What a German agent calls them. */
const GERMAN: Readonly<Record<string, string>> = {
  date: 'datum',
  time: 'uhrzeit',
  service: 'dienstleistung',
  staff: 'mitarbeiter',
  confirm: 'bestaetigung',
  branch: 'filiale',
  phone: 'telefonnummer',
  old_date: 'altes_datum',
  new_date: 'neues_datum',
  new_time: 'neue_uhrzeit',
}

/** Arguments a model adds although nobody asked for them. */
const JUNK: readonly Arguments[] = [
  { call_id: 'call_1' },
  { execution_message: 'Einen Moment, ich schaue nach.' },
  { call_id: '', staff_id: null },
  { timezone: 'America/Los_Angeles' },
  { company_id: '00000000-0000-4000-8000-000000000000', customer_id: 'me' },
]

/** The arguments as a model sends them: what it does not know is left out, null or empty, under names of either language. */
export function writeArguments(scene: Scene, args: Arguments): Arguments {
  const { random, troubles } = scene
  const isJunk = troubles.has('junk_arguments')
  const inGerman = scene.language === 'de' && (isJunk || troubles.has('earlier_tools') || random.chance(0.2))
  const known = Object.entries(args).filter(([, value]) => value !== undefined)
  const named = Object.fromEntries(known.map(([key, value]) => [inGerman ? (GERMAN[key] ?? key) : key, value]))
  if (!isJunk) return named
  const empty = Object.fromEntries(
    ['staff', 'branch', 'email'].filter((key) => args[key] === undefined).map((key) => [key, random.pick([null, ''])]),
  )
  return { ...empty, ...named, ...JUNK[random.whole(0, JUNK.length - 1)] }
}

/** A yes as models send it. */
export function confirmed(scene: Scene): boolean | string | number | undefined {
  if (scene.troubles.has('earlier_tools')) return undefined
  return scene.troubles.has('junk_arguments') ? scene.random.pick(['true', 'ja', 1, true]) : true
}

/** What a tool is called in this agent's generation. */
export function toolName(scene: Scene, tool: 'check_availability' | 'book_appointment'): string {
  if (scene.troubles.has('one_tool')) return 'collect_appointment_data'
  return scene.troubles.has('earlier_tools') ? `${tool}_v17` : tool
}
