import type { Random } from '../chaos/random.ts'
import { shuffle } from './company/shuffle.ts'

/** What makes a call difficult, by whose doing it is. */
const troubles = {
  /** The caller's. */
  change_of_mind: 'the caller wants another time after the first was found',
  takes_back: 'the caller says yes and no in one breath',
  declines_unclearly: 'the caller declines without a no',
  corrects_name: 'the caller corrects their name when all is done',
  hesitates: 'the caller says something before deciding',
  asks_between: 'the caller asks a question instead of answering',
  wordy: 'the caller says more than is needed',
  vague: 'the caller names the service alone at first',
  gives_orders: 'the caller talks to the model',
  odd_name: 'the name is none a register would hold',
  /** Of the line and of speech recognition. */
  withheld: 'no number is shown',
  web_call: 'the call has no numbers',
  misheard_name: 'names are heard wrongly at first',
  misheard_number: 'the time or the day is heard wrongly at first',
  misheard_service: 'the service is heard wrongly at first',
  late_transcript: 'the caller’s last words are not written down yet',
  no_transcript: 'there is no transcript',
  retries: 'tool calls are delivered up to six times',
  hangs_up: 'the line is cut',
  /** The model's. */
  numeric_dates: 'the model writes dates and times in figures',
  invented_year: 'the model puts a year that has passed',
  wrong_weekday: 'the model adds a weekday that contradicts the date',
  keeps_first_date: 'the model books an alternative under the day first asked for',
  impatient: 'the model books before anybody was asked',
  lying: 'the model claims a yes where the caller said no',
  wrong_offer: 'the model books another of the times that were named',
  drops_offer_id: 'the model books by date and time',
  books_twice: 'the model books once more what it has booked',
  one_tool: 'the agent checks and books with one tool',
  other_searches: 'the model looks for times with the other tools',
  repeats_wish: 'the model books before it looked',
  junk_arguments: 'the model makes up arguments, sends nulls and calls things by other names',
  earlier_tools: 'the agent is of the earlier generation',
  looks_up_first: 'the model asks for services and staff before times',
  /** Somebody else's. */
  rival: 'somebody takes a time that was just named',
} as const

export type Trouble = keyof typeof troubles

const allTroubles = Object.keys(troubles) as [Trouble, ...Trouble[]]

/** What a trouble is, in a few words. */
export function tellTrouble(trouble: Trouble): string {
  return troubles[trouble]
}

/**
 * Nobody can defend against both of these: a platform that hides what the caller said, and a model that then tells the
 * opposite. Houses that want to be safe from it have the caller's number and the record that the agent vouched.
 */
const excluded: readonly (readonly [Trouble, Trouble])[] = [
  ['lying', 'late_transcript'],
  ['lying', 'no_transcript'],
  ['wrong_offer', 'late_transcript'],
  ['wrong_offer', 'no_transcript'],
  ['gives_orders', 'late_transcript'],
  ['gives_orders', 'no_transcript'],
  ['withheld', 'web_call'],
  ['earlier_tools', 'one_tool'],
  ['earlier_tools', 'other_searches'],
  ['one_tool', 'other_searches'],
  ['late_transcript', 'no_transcript'],
]

/** None to four. */
export function drawTroubles(random: Random): ReadonlySet<Trouble> {
  const drawn = new Set(shuffle(random, allTroubles).slice(0, random.pick([0, 1, 1, 2, 2, 3, 4])))
  for (const [one, other] of excluded) if (drawn.has(one)) drawn.delete(other)
  return drawn
}

export function isTrouble(name: string): name is Trouble {
  return Object.hasOwn(troubles, name)
}
