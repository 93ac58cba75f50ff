import type { Language } from '../../speech/language.ts'

/** How a company is connected to its Cal.com account. Holds a secret: not to be logged. */
export type CalcomConnection = {
  readonly companyId: string
  /** Where the interface is, with its /v2: `https://api.cal.com/v2`. */
  readonly baseUrl: string
  /** Self-hosted ones have neither teams nor organisations. */
  readonly dialect: 'hosted' | 'self_hosted'
  readonly apiKey: string
  /**
   * A mailbox the company owns, for callers who leave no address: `termine@salon.de` becomes `termine+<mark>@salon.de`. Cal.com
   * wants an address for nearly every kind of booking, and knows people by it.
   */
  readonly attendeeMailbox: string
  /** What attendees are written to in. */
  readonly language: Language
  /** Whether bookings may wait here while the calendar is away. */
  readonly mayWait: boolean
  readonly bookables: readonly Bookable[]
  /** Staff by what Cal.com calls them. */
  readonly hosts: ReadonlyMap<number, string>
}

/** What is booked over there for one service with one person. */
export type Bookable = {
  readonly serviceId: string
  readonly staffId: string
  readonly eventTypeId: number
  /** It goes to whoever of several Cal.com likes: each of them stands for one of its seats. */
  readonly isPool: boolean
  readonly durationMinutes: number
  /** Whether the event type has several lengths, so that the one meant has to be sent. */
  readonly sendsLength: boolean
}

/** What stands for a service with somebody; undefined when it cannot be booked there. */
export function findBookable(
  connection: CalcomConnection,
  { serviceId, staffId }: { serviceId: string; staffId: string },
): Bookable | undefined {
  return connection.bookables.find((one) => one.serviceId === serviceId && one.staffId === staffId)
}
