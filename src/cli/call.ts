import { parseArgs } from 'node:util'

import { playBookingCall, type PlayedCall, type PlayEvent } from '../../sim/caller/play-booking-call.ts'
import { playScenarioCall } from './call-scenario.ts'
import { type Command, type Io, UsageError } from './command.ts'

/** The demo company's line, its agents, and the key that signs when none is set. */
const DEMO = {
  port: '3000',
  key: 'key_demo_ringbook',
  ourNumber: '+493023125001',
  agents: { de: 'agent_demo_de', en: 'agent_demo_en' },
} as const
/** Callers of numbers reserved for fiction; one who has as many appointments as allowed is followed by the next. */
const CALLERS = Array.from({ length: 9 }, (_, index) => `+491760406900${index + 1}`)

const WISHES = {
  de: { service: 'Herrenhaarschnitt', when: 'übermorgen um 15 Uhr', name: 'Anna Schmidt' },
  en: { service: "men's haircut", when: 'the day after tomorrow at 3 p.m.', name: 'Anna Schmidt' },
} as const

export const summary = 'Play a call against a running Ringbook'
export const usage = `ringbook call [options]

  --lang de|en        Language of the call (de)
  --scenario NAME     Play this caller of sim/caller/scenarios through the company's flow, as the voice platform would
  --company SLUG      Whose flow that is (demo); its facts are read from the database
  --seed N            What the durations of a scenario are drawn from (1)
  --service WORDS     What the caller wants done
  --when WORDS        When, in the caller's words
  --name NAME         Who calls
  --from NUMBER       The caller's number; "anonymous" withholds it
  --to NUMBER         Our number (${DEMO.ourNumber}, the demo company's)
  --agent ID          The voice agent's id (the demo company's, by language)
  --url URL           Where Ringbook is (http://127.0.0.1:PORT, ${DEMO.port} when PORT is not set)
  --key KEY           The key that signs (RETELL_API_KEY, the demo's when that is not set)
  --json              Answer as JSON

Signs and sends what a voice platform would: every tool call carries the transcript as it stands. Without a scenario one
booking call is played, and ends with 0 only when the appointment was booked and read out again; --service, --when and
--name are its. A scenario ends with 0 when nothing was wrong with the call: docs/caller-simulator.md.`
export const examples: Command['examples'] = [
  ['ringbook call', 'A call to the demo company in German'],
  ['ringbook call --lang en --when "tomorrow morning"', 'In English, any time tomorrow morning'],
  ['ringbook call --from anonymous', 'A caller who withholds their number'],
  ['ringbook call --scenario changes-mind-at-the-offer --lang de', 'A scripted caller, through every node of the flow'],
]

const OPTIONS = {
  lang: { type: 'string', default: 'de' },
  scenario: { type: 'string' },
  company: { type: 'string', default: 'demo' },
  seed: { type: 'string', default: '1' },
  service: { type: 'string' },
  when: { type: 'string' },
  name: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string', default: DEMO.ourNumber },
  agent: { type: 'string' },
  url: { type: 'string' },
  key: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

export async function run(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS })
  const language = readLanguage(values.lang)
  const wish = WISHES[language]
  const options = {
    baseUrl: values.url ?? `http://127.0.0.1:${io.env['PORT'] ?? DEMO.port}`,
    key: values.key ?? io.env['RETELL_API_KEY'] ?? DEMO.key,
    agentId: values.agent ?? DEMO.agents[language],
    toNumber: values.to,
    language,
    service: values.service ?? wish.service,
    wish: values.when ?? wish.when,
    name: values.name ?? wish.name,
  }
  if (values.scenario !== undefined) {
    const { scenario, company, json: asJson } = values
    return await playScenarioCall(
      { ...options, scenario, company, seed: readSeed(values.seed), fromNumber: values.from, asJson },
      io,
    )
  }
  const tell = values.json ? () => undefined : (event: PlayEvent) => io.out(lineOf(event))
  const played = await playFromFirst(values.from === undefined ? CALLERS : [values.from], (fromNumber) =>
    playBookingCall({ ...options, fromNumber }, tell),
  ).catch((error: unknown) => {
    throw new Error(`Ringbook does not answer at ${options.baseUrl}. Start it with: npm start`, { cause: error })
  })
  if (values.json) io.out(JSON.stringify(played))
  else io.err(verdict(played))
  return played.booked && played.readOut ? 0 : 1
}

async function playFromFirst(
  callers: readonly string[],
  play: (fromNumber: string) => Promise<PlayedCall>,
): Promise<PlayedCall> {
  const [caller = '', ...others] = callers
  const played = await play(caller)
  const isFull = played.events.some((event) => event.kind === 'tool' && event.status === 'limit')
  return isFull && others.length > 0 ? await playFromFirst(others, play) : played
}

function readLanguage(text: string): 'de' | 'en' {
  if (text === 'de' || text === 'en') return text
  throw new UsageError(`--lang is de or en, not "${text}"`)
}

function readSeed(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new UsageError(`--seed is a number, not "${text}"`)
}

function lineOf(event: PlayEvent): string {
  switch (event.kind) {
    case 'said':
      return `${event.who === 'agent' ? 'Agent ' : 'Caller'}  ${event.text}`
    case 'tool': {
      const answer = event.statusCode === 200 ? event.status : `HTTP ${event.statusCode}`
      return `        · ${event.tool} → ${answer}, ${event.milliseconds.toFixed(1)} ms`
    }
    case 'booked': {
      const { weekday, date, time, service, staff, code } = event.appointment
      return `        ✓ ${weekday}, ${date}, ${time}: ${service}, ${staff} (code ${code})`
    }
  }
}

function verdict(played: PlayedCall): string {
  if (played.booked && played.readOut) return 'Booked, and read out again.'
  const refused = played.events.some((event) => event.kind === 'tool' && event.statusCode === 401)
  if (refused) return 'Refused: the key does not belong to this number (--key, RETELL_API_KEY).'
  return played.booked ? 'Booked, but not read out again.' : 'Not booked.'
}
