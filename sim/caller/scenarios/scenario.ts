import { readdir, readFile } from 'node:fs/promises'

import * as z from 'zod'

/** "tuesday 10:00": the first Tuesday that is two days off or later and no holiday; "+1" after the day is a week later. */
const dayAndTime = z.string().regex(/^[a-z]+(\+\d)? \d\d:\d\d$/)

const answer = z.union([
  z.string(),
  z.strictObject({
    says: z.string(),
    takes: z.int().positive().optional(),
    last: z.boolean().optional(),
    cut_off: z.boolean().optional(),
  }),
])

const cues = [
  'consent', 'cancel', 'move', 'offer', 'choice', 'contradiction', 'which', 'verify', 'staff', 'branch', 'phone', 'name',
  'callback', 'link', 'here', 'what_and_when', 'service', 'new_time', 'when', 'more', 'there', 'right', 'book_instead', 'greeting', 'done',
] as const // prettier-ignore

const part = z.strictObject({
  /** What they call for, in their words. */
  wants: z.strictObject({
    intent: z.enum(['book', 'move', 'cancel', 'query', 'callback', 'human', 'services', 'link']),
    service: z.string().optional(),
    date: z.string().optional(),
    time: z.string().optional(),
    staff: z.string().optional(),
    branch: z.string().optional(),
    name: z.string().optional(),
    phone: z.string().optional(),
    code: z.string().optional(),
    old_date: z.string().optional(),
    reason: z.string().optional(),
  }),
  /** What they answer to each question, one after the other; else as people usually do. */
  says: z.partialRecord(z.enum(cues), z.array(answer)).default({}),
})

const entry = z.strictObject({
  service: z.string(),
  at: dayAndTime,
  /** Whose time it takes; everybody's who does it when left out. */
  staff: z.string().optional(),
  /** "caller" for one of the caller's own. */
  of: z.string().default(''),
  code: z.string().optional(),
})

const appointment = z.strictObject({
  service: z.string().optional(),
  at: dayAndTime.optional(),
  /** Where it was before the call. */
  from: dayAndTime.optional(),
  not_at: dayAndTime.optional(),
  staff: z.string().optional(),
  branch: z.string().optional(),
  attendee: z.string().optional(),
  state: z.string().default('confirmed'),
})

const expectation = z.strictObject({
  /** Every appointment that is another one after the call than before, in any order; nothing else may have changed. */
  appointments: z.array(appointment).default([]),
  /** Kinds of the tasks there are for the front desk. */
  tasks: z.array(z.string()).default([]),
  /** Kinds of the messages about this call alone. */
  messages: z.array(z.string()).optional(),
  ended: z.enum(['user_hangup', 'agent_hangup', 'call_transfer', 'inactivity']).optional(),
  /** Tools that must have been called. */
  tools: z.array(z.string()).default([]),
  /** What came of the call, as the gateway itself sees it. */
  result: z.string().optional(),
  /** What a tool must have answered last. */
  answers: z.record(z.string(), z.string()).default({}),
  /** Tools that must not have been called. */
  without: z.array(z.string()).default([]),
})

const scenarioFile = z.strictObject({
  about: z.string(),
  /** See houses.json. */
  house: z.string().default('five'),
  caller: z.strictObject({
    name: z.string(),
    /** new: a number nobody knows; known: a customer's; trusted: one that has proven theirs; web: a call without numbers. */
    number: z.enum(['new', 'known', 'trusted', 'withheld', 'web']).default('new'),
  }),
  /** A branch whose own number is dialled. */
  dials: z.string().optional(),
  rules: z.record(z.string(), z.union([z.number(), z.boolean()])).default({}),
  diary: z.array(entry).default([]),
  /** calcom: the demo salon's account on a stand-in, in place of the house; `faults` as docs/calcom-stand-in.md tells. */
  calendar: z.enum(['builtin', 'calcom']).default('builtin'),
  faults: z.string().default(''),
  /** A file of sim/caller/flows in place of the flow that is built. */
  flow: z.string().optional(),
  transfer_fails: z.boolean().default(false),
  de: part,
  en: part,
  expect: expectation,
})

/** One way a call can go, told in both languages, and what must be true when it is over. */
export type Scenario = z.infer<typeof scenarioFile> & { name: string }
export type ExpectedAppointment = z.infer<typeof appointment>

const FOLDER = new URL('./', import.meta.url)

/** Reads a scenario. @throws Error that names the file and says what is wrong with it */
export function readScenario(name: string, text: string): Scenario {
  const parsed = scenarioFile.safeParse(JSON.parse(text))
  if (!parsed.success) throw new Error(`Scenario ${name}: ${z.prettifyError(parsed.error)}`)
  return { name, ...parsed.data }
}

/** The scenario of this name. @throws Error with the names there are */
export async function loadScenario(name: string): Promise<Scenario> {
  const names = await scenarioNames()
  if (!names.includes(name)) throw new Error(`There is no scenario "${name}": ${names.join(', ')}`)
  return readScenario(name, await readFile(new URL(`${name}.json`, FOLDER), 'utf8'))
}

const FLOWS = new URL('../flows/', import.meta.url)

/** A flow as somebody brought it. */
export async function loadBroughtFlow(name: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(`${name}.json`, FLOWS), 'utf8'))
}

/** All there are, by name. */
export async function scenarioNames(): Promise<readonly string[]> {
  const files = await readdir(FOLDER)
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .toSorted()
}
