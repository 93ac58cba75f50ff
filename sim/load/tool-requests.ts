import { type PhoneCall, startCall } from '../caller/phone-call.ts'
import type { Salon } from './ten-salons.ts'

/** Where the gateway is, whose key signs, and the salons its callers call in turn. */
export type Target = { url: string; key: string; salons: readonly Salon[] }

/** One kind of request, with the statuses that count as answered well. `prepare` is not measured. */
export type ToolRequest = {
  name: string
  /** One of the demo's customers; somebody new each time, as one person does not make two calls a second; or nobody knows. */
  caller: 'known' | 'stranger' | 'withheld'
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
  { name: 'initialize_call', caller: 'known', statuses: ['ok'], prepare: nothing },
  { name: 'check_customer', caller: 'known', statuses: ['known', 'new', 'anonymous'], prepare: nothing },
  { name: 'list_services', caller: 'known', statuses: ['categories'], prepare: nothing },
  {
    name: 'verify_staff',
    caller: 'known',
    statuses: ['resolved', 'ambiguous'],
    prepare: () => Promise.resolve({ staff_name: 'Frau Maier' }),
  },
  {
    name: 'check_availability',
    caller: 'stranger',
    statuses: ['available', 'alternatives', 'closed', 'none'],
    prepare: (_call, index) => Promise.resolve({ ...someTime(index), service: service(index) }),
  },
  {
    name: 'check_availability_batch',
    caller: 'stranger',
    statuses: ['ok'],
    prepare: (_call, index) =>
      Promise.resolve({
        slots: Array.from({ length: 10 }, (_, slot) => someTime(index * 7 + slot)),
        service: service(index),
      }),
  },
  {
    name: 'get_alternatives',
    caller: 'stranger',
    statuses: ['alternatives'],
    prepare: (_call, index) =>
      Promise.resolve({ ...someTime(index), service: service(index), not: ['10:15', '11 Uhr'] }),
  },
  {
    name: 'find_next_available',
    caller: 'stranger',
    statuses: ['available'],
    prepare: (_call, index) =>
      Promise.resolve({ from: someTime(index).date, daypart: 'nachmittags', service: service(index) }),
  },
  {
    name: 'collect_appointment_data',
    caller: 'stranger',
    statuses: ['available', 'alternatives', 'closed', 'none'],
    prepare: (_call, index) => Promise.resolve({ ...someTime(index), service: service(index), bestaetigung: false }),
  },
  {
    name: 'book_appointment',
    caller: 'withheld',
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
    name: 'request_callback',
    caller: 'stranger',
    statuses: ['noted'],
    prepare: (_call, index) => Promise.resolve({ reason: 'Frage zur Rechnung', when: someTime(index).date }),
  },
  { name: 'send_booking_link', caller: 'stranger', statuses: ['sent', 'no_number', 'limit'], prepare: nothing },
  {
    name: 'update_call',
    caller: 'stranger',
    statuses: ['ok'],
    prepare: () => Promise.resolve({ intent: 'Termin', notes: 'Ruft aus dem Auto an.', outcome: 'booked' }),
  },
  {
    name: 'get_customer_appointments',
    caller: 'known',
    statuses: ['list', 'none', 'verify'],
    prepare: () => Promise.resolve({ name: 'Schmidt' }),
  },
]

/** A call of one of the salons; each caller calls the next one. */
export function newCall(target: Target, index: number, caller: ToolRequest['caller']): PhoneCall {
  const salon = target.salons[index % target.salons.length]
  if (salon === undefined) throw new Error('Nobody can be called')
  const numbers = {
    known: `+491760406900${1 + (index % 6)}`,
    stranger: `+49155${String(10_000_000 + index)}`,
    withheld: 'anonymous',
  }
  return startCall({
    baseUrl: target.url,
    key: target.key,
    agentId: salon.agentId,
    fromNumber: numbers[caller],
    toNumber: salon.number,
  })
}
