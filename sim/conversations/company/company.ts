/** What the callers' languages are. */
export type Language = 'de' | 'en'

/** Minutes of a day. */
export type Range = { from: number; to: number }
/** By weekday: 1 is Monday; none on 0. */
export type Week = readonly (readonly Range[])[]

export type Branch = {
  id: string
  name: string
  street: string
  city: string
  germanState: string
  closedOnHolidays: boolean
  hours: Week
  /** Whole days. */
  closures: readonly { firstDate: Temporal.PlainDate; lastDate: Temporal.PlainDate }[]
  /** Its own number, E.164; null where one number stands for the company. */
  line: string | null
}

export type StaffMember = {
  id: string
  title: string
  firstName: string
  lastName: string
  branch: Branch
  hours: Week
}

export type Service = {
  id: string
  name: string
  nameEn: string
  category: Category
  minutes: number
  bufferMinutes: number
  priceMinor: number
  aliases: readonly string[]
  /** What callers call it, its name first. */
  said: Readonly<Record<Language, readonly [string, ...string[]]>>
  staff: readonly StaffMember[]
}

export type Category = { id: string; name: string; nameEn: string }

/** Figures a house leaves out are the gateway's own. */
export type Rules = {
  noticeMinutes: number | null
  horizonDays: number | null
  gridMinutes: number | null
  mostOpen: number | null
  cancellationNoticeMinutes: number | null
  reschedulingNoticeMinutes: number | null
  needsApproval: boolean
}

/** Somebody the company knows. */
export type Person = { id: string; firstName: string; lastName: string; number: string | null; trusted: boolean }

/** An appointment that stands before anybody calls. Times are wall times of the company. */
export type Entry = {
  id: string
  person: Person
  attendee: string
  service: Service
  staff: StaffMember
  start: Temporal.PlainDateTime
  end: Temporal.PlainDateTime
  code: string
}

/** A company that never was, with everything true of it: what its callers are judged by. */
export type Company = {
  id: string
  slug: string
  name: string
  zone: string
  /** Retell's ids, by the language they speak. */
  agents: Readonly<Record<Language, string>>
  /** The number of the whole company; null where each branch has its own. */
  line: string | null
  branches: readonly [Branch, ...Branch[]]
  staff: readonly StaffMember[]
  services: readonly [Service, ...Service[]]
  rules: Rules
  /** Who has called before and has appointments. */
  regulars: readonly Person[]
  diary: readonly Entry[]
}

/** How somebody is called by first and last name. */
export function fullName(person: { firstName: string; lastName: string }): string {
  return `${person.firstName} ${person.lastName}`.trim()
}
