import type { Client } from 'pg'

import type { Company } from '../company/company.ts'
import type { Ledger } from '../ledger.ts'
import type { Reply } from '../phone-line.ts'
import type { Rule } from './finding.ts'

/** Something wrong that is put where a judge must see it. */
export type Plant = {
  name: string
  /** What it must be found as. */
  rule: Rule
  /** Done to the database behind a conversation's back. True when there was something to do it to. */
  inDatabase?: (client: Client, company: Company, ledger: Ledger) => Promise<boolean>
  /** Done to an answer before anybody hears it. */
  inReply?: (tool: string, reply: Reply, company: Company) => Reply
}

const change =
  (statement: string, values: (company: Company, ledger: Ledger) => readonly (string | undefined)[]) =>
  async (client: Client, company: Company, ledger: Ledger): Promise<boolean> => {
    const given = values(company, ledger)
    if (given.includes(undefined)) return false
    return ((await client.query(statement, [...given])).rowCount ?? 0) > 0
  }

/** The last appointment somebody was told is booked. */
const told = (_: Company, ledger: Ledger) => [ledger.told().findLast((one) => one.kind === 'booked')?.appointmentId]
/** One of somebody who is no part of the call. */
const strangers = ({ diary }: Company) => [diary.find((entry) => entry.person.number === null)?.id]

/** Everything a judge must be able to see. */
export const plants: readonly Plant[] = [
  {
    name: 'a booked appointment is gone',
    rule: 'false_booked',
    inDatabase: change('delete from appointments where id = $1', told),
  },
  {
    name: 'a booked appointment is at another time',
    rule: 'false_booked',
    inDatabase: change(
      `update appointments set starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour' where id = $1`,
      told,
    ),
  },
  {
    name: 'a booked appointment is cancelled',
    rule: 'false_booked',
    inDatabase: change(`update appointments set state = 'cancelled' where id = $1`, told),
  },
  {
    name: 'an appointment nobody asked for',
    rule: 'unasked_booked',
    inDatabase: change(
      `insert into appointments select (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(),
         'code', lpad(floor(random() * 1000000)::text, 6, '0'), 'reference', gen_random_uuid(), 'calendar_reference', null,
         'starts_at', a.starts_at + days, 'ends_at', a.ends_at + days))).*
       from appointments a, (select (40 + floor(random() * 10000)) * interval '1 day' as days) d where a.id = $1`,
      strangers,
    ),
  },
  {
    name: 'a booked appointment is for another name',
    rule: 'unasked_booked',
    inDatabase: change(`update appointments set attendee_name = 'Zacharias Quappenstieg' where id = $1`, told),
  },
  {
    name: 'the appointment of a stranger is cancelled',
    rule: 'stranger_changed',
    inDatabase: change(`update appointments set state = 'cancelled' where id = $1`, strangers),
  },
  {
    name: 'the appointment of a stranger is moved',
    rule: 'stranger_changed',
    inDatabase: change(
      `update appointments set starts_at = starts_at + interval '41 days', ends_at = ends_at + interval '41 days' where id = $1`,
      strangers,
    ),
  },
  {
    name: 'told that it is booked, which it is not',
    rule: 'false_booked',
    inReply: (tool, reply) =>
      tool === 'check_availability' ? retell(reply, { status: 'booked', appointment_id: crypto.randomUUID() }) : reply,
  },
  {
    name: 'told of the appointment of somebody else',
    rule: 'told_to_stranger',
    inReply: (_tool, reply, company) => retell(reply, { appointments: [{ appointment_id: strangers(company)[0] }] }),
  },
  {
    name: 'an apology for an answer',
    rule: 'fault',
    inReply: (tool, reply) => (tool === 'check_availability' ? retell(reply, { status: 'error' }) : reply),
  },
  {
    name: 'a sentence with another time than the data',
    rule: 'said_otherwise',
    inReply: (tool, reply) =>
      tool === 'book_appointment'
        ? retell(reply, { say: reply.say.replaceAll('Uhr', 'Grad').replaceAll('.m.', '') })
        : reply,
  },
  {
    name: 'a time in figures',
    rule: 'unspeakable',
    inReply: (_tool, reply) => retell(reply, { say: `${reply.say} 2026-11-24 10:30` }),
  },
]

function retell(reply: Reply, fields: Readonly<Record<string, unknown>>): Reply {
  const data = { ...reply.data, ...fields }
  const text = JSON.stringify(data)
  const [status, say] = [data['status'], data['say']]
  return { ...reply, data, text, status: String(status), say: String(say) }
}
