import type { Variables } from './fill.ts'

export type SystemFacts = {
  callId: string
  fromNumber: string | null
  toNumber: string | null
  now: Temporal.Instant
  /** The agent's zone, else the platform's own. */
  zone: string
}

/** The zone of an agent that names none. */
export const PLATFORM_ZONE = 'America/Los_Angeles'

/** What the platform sets by itself, with `current_time_<zone>` for every zone a flow asks for. */
export function systemVariables(facts: SystemFacts, zones: readonly string[]): Variables {
  const { callId, fromNumber, toNumber, now, zone } = facts
  const times = [['', zone] as const, ...zones.map((one) => [`_${one}`, one] as const)].flatMap(([suffix, one]) => {
    const wall = now.toZonedDateTimeISO(one)
    const spoken = wall.toLocaleString('en-US', { dateStyle: 'full', timeStyle: 'long' })
    return [
      [`current_time${suffix}`, spoken],
      [`current_hour${suffix}`, String(wall.hour)],
      [`current_calendar${suffix}`, calendarFrom(wall.toPlainDate())],
    ] as const
  })
  const line =
    fromNumber === null
      ? []
      : ([
          ['user_number', fromNumber],
          ['agent_number', toNumber ?? ''],
        ] as const)
  return new Map([
    ...times,
    ...line,
    ['call_id', callId],
    ['call_type', fromNumber === null ? 'web_call' : 'phone_call'],
    ['direction', 'inbound'],
  ])
}

const CALENDAR_DAYS = 14

function calendarFrom(today: Temporal.PlainDate): string {
  return Array.from({ length: CALENDAR_DAYS }, (_, days) =>
    today.add({ days }).toLocaleString('en-US', { dateStyle: 'full' }),
  ).join('\n')
}

/** The zones a flow asks the time of, by its text. */
export function zonesIn(flowText: string): readonly string[] {
  const found = flowText.matchAll(/\{\{\s*current_(?:time|hour|calendar)_([A-Za-z_]+\/[A-Za-z_/]+)\s*\}\}/g)
  return [...new Set([...found].map(([, zone = '']) => zone))].filter((zone) => zone !== '')
}
