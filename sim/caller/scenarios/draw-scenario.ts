import type { Random } from '../../chaos/random.ts'
import { firstNames, lastNameFamilies } from '../../conversations/company/people.ts'
import plans from '../houses.json' with { type: 'json' }
import { callerMix } from '../timing.ts'
import type { Scenario } from './scenario.ts'

export type DrawnHouse = keyof typeof plans.houses

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const
const OPENS = 9
const LAST_HOUR = 15

type Wish = { name: string; day: string; hour: number; service: readonly [string, string]; staff: string | undefined }

/** A caller as they come: who, from which number, what for, and what goes differently; by the shares of `timing.json`. */
export function drawScenario(random: Random, house: DrawnHouse, index: number): Scenario {
  const wish = drawWish(random, house)
  const number = drawNumber(random)
  const isTaken = random.chance(callerMix.first_time_is_taken)
  const at = `${wish.day} ${String(wish.hour).padStart(2, '0')}:00`
  const [service] = wish.service
  const base = {
    name: `drawn-${house}-${index}`,
    about: 'Drawn.',
    house,
    caller: { name: wish.name, number },
    rules: {},
    calendar: 'builtin' as const,
    faults: '',
    transfer_fails: false,
  }
  // Only who is known has something to change.
  const intent = number === 'known' || number === 'trusted' ? drawIntent(random) : 'book'
  const own = { service, at: 'saturday+1 10:00', of: 'caller', staff: plans.staff[0] }
  const expectation = { tasks: [], tools: [], answers: {}, without: [] }
  if (intent === 'cancel' || intent === 'query') {
    const says = { wants: { intent, old_date: '{saturday+1}' }, says: {} }
    const gone = { service, at: own.at, state: 'cancelled' }
    const appointments = intent === 'cancel' ? [gone] : []
    return { ...base, diary: [own], de: says, en: says, expect: { ...expectation, appointments } }
  }
  if (intent === 'move') {
    const moved = { from: own.at, at, state: 'confirmed' }
    return { ...base, diary: [own], ...moving(wish), expect: { ...expectation, appointments: [moved] } }
  }
  const booked = {
    service,
    attendee: wish.name,
    state: 'confirmed',
    ...(isTaken && wish.staff === undefined ? { not_at: at } : {}),
  }
  const diary = isTaken ? [{ service, at, of: '', ...(wish.staff === undefined ? {} : { staff: wish.staff }) }] : []
  return { ...base, diary, ...booking(random, wish, isTaken), expect: { ...expectation, appointments: [booked] } }
}

function drawWish(random: Random, house: DrawnHouse): Wish {
  const plan = plans.houses[house]
  const offered = plans.services.slice(0, plan.services).map((line) => line.split(' / '))
  const [name = '', nameEn = ''] = offered[random.whole(0, offered.length - 1)] ?? []
  const staff = plans.staff[random.whole(0, plan.staff - 1)]
  return {
    name: `${random.pick(firstNames)} ${random.pick(lastNameFamilies)[0]}`,
    day: `${random.pick(WEEKDAYS)}${random.chance(0.5) ? '+1' : ''}`,
    hour: random.whole(OPENS, LAST_HOUR),
    service: [name, nameEn],
    staff: random.chance(callerMix.names_a_person) ? staff : undefined,
  }
}

function drawNumber(random: Random): Scenario['caller']['number'] {
  const share = random.share()
  if (share < callerMix.known_number) return random.chance(0.5) ? 'trusted' : 'known'
  return share < callerMix.known_number + callerMix.new_number ? 'new' : 'withheld'
}

function drawIntent(random: Random): 'book' | 'move' | 'cancel' | 'query' {
  const { move, cancel, query } = callerMix.intent
  const share = random.share()
  if (share < move) return 'move'
  if (share < move + cancel) return 'cancel'
  return share < move + cancel + query ? 'query' : 'book'
}

function moving({ day, hour }: Wish): Pick<Scenario, 'de' | 'en'> {
  const wants = { intent: 'move' as const, date: `{${day}}`, old_date: '{saturday+1}' }
  return {
    de: { wants: { ...wants, time: `um ${hour} Uhr` }, says: {} },
    en: { wants: { ...wants, time: `at ${hour}:00` }, says: {} },
  }
}

/** Some correct themselves, some change their mind, some did not hear it the first time. */
function booking(random: Random, wish: Wish, isTaken: boolean): Pick<Scenario, 'de' | 'en'> {
  const { day, hour, staff } = wish
  const namesService = random.chance(callerMix.names_the_service)
  const asksWhatThereIs = !random.chance(callerMix.knows_the_service_when_asked)
  const corrects = random.chance(callerMix.correctsSelf)
  const trouble = isTaken ? 'none' : drawTrouble(random)
  const part = (german: boolean) => {
    const service = wish.service[german ? 0 : 1]
    const date = german ? `am {${day}}` : `on {${day}}`
    const time = german ? `um ${hour} Uhr` : `at ${hour}:00`
    const later = german ? `um ${hour + 1} Uhr` : `at ${hour + 1}:00`
    const slip = german ? 'äh, nein, ' : 'er, no, '
    const phone = german
      ? 'null eins sieben sechs null vier null sechs neun null eins sieben'
      : 'zero one seven six zero four zero six nine zero one seven'
    const says: Scenario['de']['says'] = {}
    if (trouble === 'changes mind')
      says.offer = [german ? `Nein, doch lieber [time:${later}].` : `No, rather [time:${later}].`]
    if (trouble === 'asks again')
      says.offer = [german ? 'Wie bitte? Das habe ich nicht verstanden.' : 'Sorry? I did not get that.']
    if (!namesService)
      says.greeting = [german ? 'Guten Tag, ich hätte gern einen Termin.' : 'Hello, I would like an appointment.']
    if (asksWhatThereIs)
      says.what_and_when = [german ? 'Welche Leistungen bieten Sie denn an?' : 'Which services do you offer?']
    const wants = {
      intent: 'book' as const,
      service,
      date: corrects ? `[date=${date}:${german ? 'morgen' : 'tomorrow'}, ${slip}${date}]` : date,
      time,
      phone,
      ...(staff !== undefined && { staff }),
    }
    return { wants, says }
  }
  return { de: part(true), en: part(false) }
}

function drawTrouble(random: Random): 'changes mind' | 'asks again' | 'none' {
  const share = random.share()
  if (share < callerMix.changesMind) return 'changes mind'
  return share < callerMix.changesMind + callerMix.asksAgain ? 'asks again' : 'none'
}
