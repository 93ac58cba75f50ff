import { z } from 'zod'

import { readListed } from './list-argument.ts'

/** Most things a caller says in one breath are shorter; a longer argument is cut. */
const LONGEST_ARGUMENT = 200
/** The column of a name. */
const LONGEST_NAME = 120
/** The columns of what is written down for a person. */
const LONGEST_REASON = 500
const LONGEST_NOTES = 1_000

const spoken = (description: string) => z.string().max(LONGEST_ARGUMENT).optional().describe(description)
const note = (description: string, longest: number) => z.string().max(longest).optional().describe(description)
const date = spoken('The day as the caller said it, or DD.MM.YYYY. May hold the time as well.')
const time = spoken('The time as the caller said it, or HH:MM.')
const service = spoken('What is to be done, in the caller\u2019s words. May be several services, one after another.')
const staff = spoken('With whom, if the caller asked for somebody.')
const branch = spoken('Which branch, if the caller named one.')
const name = z.string().max(LONGEST_NAME).optional().describe('The name the appointment is for.')
const confirm = z.boolean().optional().describe('true books, false only checks.')
const appointmentToMove = spoken(
  'The appointment that is to move, as a tool named it; its own time then counts as free.',
)
const appointmentId = spoken('The appointment meant, as a tool named it.')
const code = spoken('The booking code.')

/** A list longer than this was made up; the tools say themselves how much of it they look at. */
const MOST_LISTED = 50

const booking = z.object({
  offer_id: spoken('The offer the caller chose.'),
  date,
  time,
  service,
  staff,
  branch,
  name,
  phone: spoken('A number to reach the caller at, as said.'),
  email: spoken('An address to write to, as said.'),
  confirm,
})

/** What each tool takes; names are the English ones, every one optional because models leave out and make up. */
export const argumentSchemas = {
  initialize_call: z.object({}),
  check_customer: z.object({ name }),
  list_services: z.object({
    query: spoken('What the caller wants done, in their words.'),
    category: spoken('A category named before.'),
    staff,
  }),
  verify_staff: z.object({ staff_name: z.string().max(LONGEST_NAME).optional().describe('The name as heard.') }),
  check_availability: z.object({ date, time, service, staff, branch, name, appointment_id: appointmentToMove }),
  check_availability_batch: z.object({
    slots: z.array(z.object({ date, time })).max(MOST_LISTED).optional().describe('The times to look up, at most ten.'),
    service,
    staff,
    branch,
  }),
  get_alternatives: z.object({
    date,
    time,
    service,
    staff,
    branch,
    not: z
      .array(z.string().max(LONGEST_ARGUMENT))
      .max(MOST_LISTED)
      .optional()
      .describe('What the caller turned down: ids of offers, or times as said.'),
  }),
  find_next_available: z.object({
    service,
    from: spoken('From when on, as the caller said it; now if left out.'),
    daypart: spoken('At what time of day, as the caller said it: "vormittags", "nach 17 Uhr".'),
    staff,
    branch,
  }),
  book_appointment: booking,
  collect_appointment_data: booking,
  request_callback: z.object({
    reason: note('What it is about, in a sentence.', LONGEST_REASON),
    when: spoken('When the caller wants to be called, as said.'),
    date,
    time,
    phone: spoken('Another number to call back at, as said.'),
  }),
  send_booking_link: z.object({}),
  update_call: z.object({
    intent: spoken('What the caller wants, in a word or two.'),
    notes: note('What whoever looks at the call should know.', LONGEST_NOTES),
    outcome: spoken('How the call ended, in a word or two.'),
  }),
  get_customer_appointments: z.object({ name, date, code }),
  cancel_appointment: z.object({
    appointment_id: appointmentId,
    date: spoken('The day of the appointment as the caller said it, or DD.MM.YYYY. May hold the time as well.'),
    name,
    code,
    confirm: z.boolean().optional().describe('true once the caller has agreed to cancel this appointment.'),
  }),
  reschedule_appointment: z.object({
    appointment_id: appointmentId,
    old_date: spoken('The day the appointment is on so far, as the caller said it. May hold the time as well.'),
    new_date: spoken('The day it is to move to, as the caller said it, or DD.MM.YYYY. May hold the time as well.'),
    new_time: spoken('The time it is to move to, as the caller said it, or HH:MM.'),
    offer_id: spoken('The offer to move to that the caller chose.'),
    name,
    code,
    confirm: z.boolean().optional().describe('true once the caller has agreed to this new time.'),
  }),
} as const

export type ToolName = keyof typeof argumentSchemas
export type Arguments<Name extends ToolName> = z.infer<(typeof argumentSchemas)[Name]>

/** Names an argument goes by, its own first. Compared in lower case with umlauts written out and blanks as underscores. */
export const aliases: Readonly<Record<string, readonly string[]>> = {
  date: ['date', 'datum', 'tag', 'wunschdatum', 'termin_datum', 'appointment_date'],
  time: ['time', 'uhrzeit', 'zeit', 'wunschzeit', 'termin_uhrzeit', 'appointment_time'],
  service: ['service', 'dienstleistung', 'leistung', 'service_name'],
  staff: ['staff', 'mitarbeiter', 'staff_name', 'mitarbeiterin', 'mitarbeiter_name'],
  staff_name: ['staff_name', 'mitarbeiter', 'staff', 'mitarbeiterin', 'mitarbeiter_name', 'name'],
  branch: ['branch', 'filiale', 'standort', 'location'],
  name: ['name', 'kunde', 'kundenname', 'customer_name', 'kunden_name'],
  phone: ['phone', 'telefon', 'telefonnummer', 'phone_number', 'rueckrufnummer'],
  email: ['email', 'e_mail', 'mail', 'email_adresse'],
  confirm: ['confirm', 'bestaetigung', 'confirmed', 'bestaetigt'],
  offer_id: ['offer_id', 'angebot', 'offer', 'angebots_id', 'angebot_id'],
  appointment_id: ['appointment_id', 'termin_id', 'terminnummer'],
  code: ['code', 'buchungscode', 'booking_code', 'termincode'],
  old_date: ['old_date', 'altes_datum', 'alter_termin', 'bisheriges_datum', 'current_date'],
  new_date: ['new_date', 'neues_datum', 'neuer_termin', 'date', 'datum'],
  new_time: ['new_time', 'neue_uhrzeit', 'neue_zeit', 'time', 'uhrzeit'],
  slots: ['slots', 'termine', 'zeiten', 'wunschtermine', 'times'],
  not: ['not', 'nicht', 'abgelehnt', 'ausser', 'refused', 'exclude'],
  from: ['from', 'ab', 'ab_wann', 'ab_datum', 'von', 'from_date', 'date', 'datum'],
  daypart: ['daypart', 'tageszeit', 'part_of_day', 'time_of_day', 'time', 'uhrzeit'],
  query: ['query', 'suche', 'suchbegriff', 'anfrage'],
  category: ['category', 'kategorie'],
  reason: ['reason', 'grund', 'anliegen', 'thema'],
  when: ['when', 'wann', 'rueckrufzeit', 'zeitpunkt', 'callback_time'],
  intent: ['intent', 'anliegen', 'absicht'],
  notes: ['notes', 'notizen', 'notiz', 'note', 'zusammenfassung', 'summary'],
  outcome: ['outcome', 'ergebnis', 'result'],
}

/** Where it is not the usual. */
const longestOf: Readonly<Record<string, number>> = {
  name: LONGEST_NAME,
  staff_name: LONGEST_NAME,
  reason: LONGEST_REASON,
  notes: LONGEST_NOTES,
}

const yes = new Set(['true', 'ja', 'yes', '1', 'wahr', 'j', 'y'])
const no = new Set(['false', 'nein', 'no', '0', 'falsch', 'n'])

/**
 * Reads the arguments a model sent into those of a tool. Never throws: what cannot be read counts as missing, as do
 * null and ''. Unknown arguments are ignored. Texts lose control characters and what is beyond their limit.
 */
export function readArguments<Name extends ToolName>(
  tool: Name,
  args: Readonly<Record<string, unknown>>,
): Arguments<Name> {
  const schema: z.ZodObject = argumentSchemas[tool]
  const sent = new Map(Object.entries(args).map(([key, value]) => [foldKey(key), value]))
  const read: Record<string, unknown> = {}
  for (const field of Object.keys(schema.shape)) {
    const value = (aliases[field] ?? [field]).map((alias) => readValue(field, sent.get(alias))).find(isPresent)
    if (isPresent(value)) read[field] = value
  }
  return schema.parse(read) as Arguments<Name>
}

function readValue(field: string, value: unknown): unknown {
  if (field === 'confirm') return readBoolean(value)
  if (field === 'slots') return readListed(value, MOST_LISTED, readSlot)
  if (field === 'not') return readListed(value, MOST_LISTED, readRefused)
  return readText(field, value)
}

/** One of several times; one in a single text holds everything. Undefined when nothing is said of when. */
function readSlot(item: unknown): { date?: string | undefined; time?: string | undefined } | undefined {
  if (typeof item !== 'object' || item === null) {
    const date = readText('date', item)
    return date === undefined ? undefined : { date }
  }
  const slot = { date: readField('date', item), time: readField('time', item) }
  return slot.date === undefined && slot.time === undefined ? undefined : slot
}

/** What was turned down, whether its id or its time was sent, alone or as a thing with fields. */
function readRefused(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return readText('not', item)
  const id = readField('offer_id', item)
  const said = [readField('date', item), readField('time', item)].filter(isPresent).join(' ')
  return id ?? readText('not', said)
}

function readField(field: string, item: object): string | undefined {
  const sent = new Map(Object.entries(item).map(([key, value]) => [foldKey(key), value]))
  return (aliases[field] ?? [field]).map((alias) => readText(field, sent.get(alias))).find(isPresent)
}

function readText(field: string, value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const longest = longestOf[field] ?? LONGEST_ARGUMENT
  const text = plainText(String(value)).slice(0, longest).toWellFormed()
  // A model that has nothing to say may say so in words.
  return text === '' || /^(null|undefined|none|n\/a|unknown|unbekannt)$/i.test(text) ? undefined : text
}

function readBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const word = String(value).trim().toLowerCase()
  return yes.has(word) ? true : no.has(word) ? false : undefined
}

function isPresent(value: unknown): boolean {
  return value !== undefined
}

/** Text from outside is data: no control, format or private characters, no runs of blanks. */
function plainText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
}

function foldKey(key: string): string {
  const written = key.trim().toLowerCase().normalize('NFC')
  return written
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll(/[\s-]+/g, '_')
}
