import { type PhoneCall, startCall } from '../caller/phone-call.ts'

export type Target = { url: string; key: string }

/** One kind of request, with the statuses that count as answered well. `prepare` is not measured. */
export type ToolRequest = {
  name: string
  statuses: readonly string[]
  prepare(call: PhoneCall, index: number): Promise<Record<string, unknown>>
}

const services = ['Damenhaarschnitt', 'Herrenhaarschnitt', 'Tönung', 'Haarkur', 'Ponyschnitt']

/** A weekday some weeks from now, at a time of day, a different one each time. */
function someTime(index: number): { date: string; time: string } {
  const zone = 'Europe/Berlin'
  let day = Temporal.Now.plainDateISO(zone).add({ days: 2 + (index % 60) })
  while (day.dayOfWeek > 5) day = day.add({ days: 1 })
  const quarter = Math.floor(index / 60) % 28
  const time = Temporal.PlainTime.from({ hour: 10 }).add({ minutes: 15 * quarter })
  return { date: day.toString(), time: time.toString().slice(0, 5) }
}

const service = (index: number) => services[index % services.length] ?? 'Haarkur'
const nothing = () => Promise.resolve({})

/** Every tool, with arguments that keep it busy for real. */
export const toolRequests: readonly ToolRequest[] = [
  { name: 'initialize_call', statuses: ['ok'], prepare: nothing },
  { name: 'check_customer', statuses: ['known', 'new', 'anonymous'], prepare: nothing },
  { name: 'list_services', statuses: ['categories'], prepare: nothing },
  {
    name: 'verify_staff',
    statuses: ['resolved', 'ambiguous'],
    prepare: () => Promise.resolve({ staff_name: 'Frau Maier' }),
  },
  {
    name: 'check_availability',
    statuses: ['available', 'alternatives', 'closed', 'none'],
    prepare: (_call, index) => Promise.resolve({ ...someTime(index), service: service(index) }),
  },
  {
    name: 'book_appointment',
    statuses: ['booked', 'taken'],
    prepare: async (call, index) => {
      const answer = await call.callTool('check_availability', { ...someTime(index * 7), service: service(index) })
      const alternatives = answer.reply?.['alternatives']
      const [other] = Array.isArray(alternatives) ? alternatives : []
      const isFree = answer.reply?.['status'] === 'available'
      const offer = isFree ? answer.reply : other
      call.callerSays(isFree ? 'Ja, gerne' : `Den um ${offer?.['time']} am ${offer?.['date']}`)
      return { offer_id: offer?.['offer_id'] ?? '', name: `Erika Beispiel ${index}`, confirm: true }
    },
  },
  {
    name: 'get_customer_appointments',
    statuses: ['list', 'none', 'verify'],
    prepare: () => Promise.resolve({ name: 'Schmidt' }),
  },
]

/** A call of one of the demo's callers, or of one who withholds the number. */
export function newCall(target: Target, index: number, isBooking: boolean): PhoneCall {
  const known = `+491760406900${1 + (index % 6)}`
  return startCall({
    baseUrl: target.url,
    key: target.key,
    agentId: 'agent_demo_de',
    fromNumber: isBooking ? 'anonymous' : known,
    toNumber: '+493023125001',
  })
}
