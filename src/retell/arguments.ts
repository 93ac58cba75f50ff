import { z } from 'zod'

/** Most things a caller says in one breath are shorter; a longer argument is cut. */
const LONGEST_ARGUMENT = 200
/** The column of a name. */
const LONGEST_NAME = 120

const spoken = (description: string) => z.string().max(LONGEST_ARGUMENT).optional().describe(description)
const date = spoken('The day as the caller said it, or DD.MM.YYYY. May hold the time as well.')
const time = spoken('The time as the caller said it, or HH:MM.')
const service = spoken('What is to be done, in the caller\u2019s words.')
const staff = spoken('With whom, if the caller asked for somebody.')
const branch = spoken('Which branch, if the caller named one.')
const name = z.string().max(LONGEST_NAME).optional().describe('The name the appointment is for.')
const confirm = z.boolean().optional().describe('true books, false only checks.')

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
  check_availability: z.object({ date, time, service, staff, branch, name }),
  book_appointment: z.object({
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
  }),
  get_customer_appointments: z.object({ name, date, code: spoken('The booking code.') }),
} as const

export type ToolName = keyof typeof argumentSchemas
export type Arguments<Name extends ToolName> = z.infer<(typeof argumentSchemas)[Name]>

/** Names an argument goes by, its own first. Compared in lower case with umlauts written out and blanks as underscores. */
const aliases: Readonly<Record<string, readonly string[]>> = {
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
  query: ['query', 'suche', 'suchbegriff', 'anfrage'],
  category: ['category', 'kategorie'],
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

function readValue(field: string, value: unknown): string | boolean | undefined {
  if (field === 'confirm') return readBoolean(value)
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const longest = field === 'name' || field === 'staff_name' ? LONGEST_NAME : LONGEST_ARGUMENT
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
