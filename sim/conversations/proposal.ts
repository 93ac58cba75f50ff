import type { StaffMember } from './company/company.ts'
import { fieldOf, listOf, type Reply } from './phone-line.ts'
import { readWritten } from './speech/say-when.ts'

/** A time the agent put to the caller. */
export type Proposal = {
  offerId: string
  start: Temporal.PlainDateTime
  service: string
  staff: string
  weekday: string
  /** What of it could be heard: a sentence may leave out the service or the person. */
  heardService: boolean
  heardStaff: boolean
}

/** The time a reply asks about; undefined when it asks about none. */
export function mainProposal(reply: Reply): Proposal | undefined {
  return readProposal(reply, reply.data)
}

/** The other times it names. */
export function otherProposals(reply: Reply): readonly Proposal[] {
  return listOf(reply.data, 'alternatives').flatMap((fields) => readProposal(reply, fields) ?? [])
}

function readProposal(reply: Reply, fields: Readonly<Record<string, unknown>>): Proposal | undefined {
  const start = readWritten(fieldOf(fields, 'date'), fieldOf(fields, 'time'))
  const offerId = fieldOf(fields, 'offer_id')
  if (start === undefined || offerId === '') return undefined
  const [service, staff] = [fieldOf(fields, 'service'), fieldOf(fields, 'staff')]
  const lastName = staff.split(' ').at(-1) ?? staff
  return {
    offerId,
    start,
    service,
    staff,
    weekday: fieldOf(fields, 'weekday'),
    heardService: service !== '' && reply.say.includes(service),
    heardStaff: staff !== '' && reply.say.includes(lastName),
  }
}

/** Titles as they are said, and as the house writes them. */
const TITLES = new Map([
  ['Frau', 'Frau'],
  ['Ms', 'Frau'],
  ['Herr', 'Herr'],
  ['Herrn', 'Herr'],
  ['Mr', 'Herr'],
  ['Dr.', 'Dr.'],
])

/** Whether this is how somebody is called: by first and last name, or by their own title and the last one. */
export function isCalled(member: Pick<StaffMember, 'title' | 'firstName' | 'lastName'>, said: string): boolean {
  const name = said.split(' ').filter((word) => !TITLES.has(word))
  const isFull = name.join(' ') === `${member.firstName} ${member.lastName}`
  const hasTitle = said.split(' ').some((word) => TITLES.get(word) === member.title)
  return isFull || (hasTitle && name.join(' ') === member.lastName)
}
