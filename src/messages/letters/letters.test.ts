import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Language } from '../../speech/language.ts'
import { customerKinds } from '../message.ts'
import { writeInvitation } from './invitation.ts'
import { countSegments } from './segments.ts'
import { tameLine, tameName } from './tame.ts'
import { checkTemplate, fillIn, placeholders, TemplateError, type Values } from './template.ts'
import { defaultTemplate } from './templates.ts'

const empty = Object.fromEntries(placeholders.map((name) => [name, ''])) as Values
const full: Values = {
  company: 'Salon Sonnenschein',
  name: 'Erika Beispiel',
  service: 'Waschen, Schneiden und Föhnen',
  staff: 'Anna-Katharina Abel',
  date: 'Donnerstag, 12. September',
  time: '10:30 Uhr',
  branch: 'Prenzlauer Berg',
  address: 'Kastanienallee 12, 10435 Berlin',
  price: '38,00 €',
  code: '123456',
  phone: '030 23125901',
  link: 'https://ringbook.example.org/book/salon/abcdefghijklmnopqrstuv',
  hours: '24',
  wished: 'spätestens Montag, 3. Juni um 10:00 Uhr',
  answer: 'JA oder ABSAGEN',
}
const escaped = (text: string) => text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r\n|\r|\n/g, '\\n')
const languages: readonly Language[] = ['de', 'en']
const all = languages.flatMap((language) => customerKinds.map((kind) => [language, kind] as const))

describe.each(all)('what is said in %s of %s', (language, kind) => {
  const template = defaultTemplate(kind, language)

  test('leaves nothing unsaid and nothing in braces, whatever is missing', () => {
    for (const words of Object.values(template)) checkTemplate(words)
    for (const words of Object.values(template)) {
      expect(fillIn(words, full)).not.toMatch(/[[\]{}]/)
      const always = {
        company: 'Praxis',
        date: 'Dienstag, 4. Juni',
        time: '9:00 Uhr',
        service: 'Termin',
        code: '123456',
      }
      const bare = fillIn(words, { ...empty, ...always, link: full.link, hours: '24' })
      expect(bare).not.toMatch(/[[\]{}]|\(\)| ,| \.|\n\n\n/)
    }
  })

  test('is a text of three parts at most, in letters a text has 160 of', () => {
    expect(countSegments(fillIn(template.text, full))).toBeLessThanOrEqual(2)
    expect(countSegments(`${fillIn(template.text, full)}${'a'.repeat(60)}`)).toBeLessThanOrEqual(3)
  })
})

describe('a template', () => {
  test('leaves out what goes without saying, and the line if nothing else is on it', () => {
    expect(fillIn('A[ mit {staff}].\n[bei {branch}]\n\nEnde', empty)).toBe('A.\n\nEnde')
    expect(fillIn('A[ mit {staff}].', { ...empty, staff: 'Anna' })).toBe('A mit Anna.')
  })

  test.each(['{nobody}', '[ {staff}', '{staff} ]', '[[{staff}]]', '{ staff }'])('"%s" is refused', (words) => {
    expect(() => checkTemplate(words)).toThrow(TemplateError)
  })

  test('takes values as they are: nothing in them is filled in again', () => {
    expect(fillIn('{service}', { ...empty, service: '{code} [x]', code: '1' })).toBe('{code} [x]')
  })
})

describe('what callers gave', () => {
  test('is a name or nothing', () => {
    expect(tameName('Erika Müller-Lüdenscheidt')).toBe('Erika Müller-Lüdenscheidt')
    expect(tameName("Seán O'Neill")).toBe("Seán O'Neill")
    expect(tameName('http://x.example/?a=1')).not.toMatch(/[:/.]/)
    expect(tameName('123 !!')).toBe('')
  })

  test('never breaks a line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(tameLine(text)).not.toMatch(/[\r\n\u2028\u2029\0]/)
        expect(tameName(text)).toMatch(/^[\p{L}\p{M}'’ -]{0,60}$/u)
      }),
    )
  })
})

test('texts are counted as carriers count them', () => {
  expect(countSegments('a'.repeat(160))).toBe(1)
  expect(countSegments('a'.repeat(161))).toBe(2)
  expect(countSegments('ä'.repeat(160))).toBe(1)
  expect(countSegments('€'.repeat(80))).toBe(1)
  expect(countSegments('€'.repeat(81))).toBe(2)
  expect(countSegments('–'.repeat(71))).toBe(2)
  expect(countSegments(`${'a'.repeat(69)}ł`)).toBe(1)
})

describe('an entry for the calendar', () => {
  const invitation = {
    method: 'REQUEST',
    uid: '01900000-0000-7000-8000-000000000001@ringbook',
    sequence: 2,
    startsAt: Temporal.Instant.from('2030-06-04T12:30:00Z'),
    endsAt: Temporal.Instant.from('2030-06-04T13:00:00Z'),
    stampedAt: Temporal.Instant.from('2030-06-03T06:00:00.123Z'),
    summary: 'Haarschnitt, Salon',
    location: 'Kastanienallee 12; Hof',
    description: 'Code 123456\n030 23125901',
    organizer: { name: 'Salon "Sonnenschein"', email: 'termine@example.org' },
    attendee: { name: 'Erika', email: 'erika@example.org' },
  } as const

  test('has what a calendar needs', () => {
    expect(writeInvitation(invitation).split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Ringbook//Appointments//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:REQUEST',
      'BEGIN:VEVENT',
      'UID:01900000-0000-7000-8000-000000000001@ringbook',
      'SEQUENCE:2',
      'DTSTAMP:20300603T060000Z',
      'DTSTART:20300604T123000Z',
      'DTEND:20300604T130000Z',
      'SUMMARY:Haarschnitt\\, Salon',
      'LOCATION:Kastanienallee 12\\; Hof',
      'DESCRIPTION:Code 123456\\n030 23125901',
      'STATUS:CONFIRMED',
      'TRANSP:OPAQUE',
      'ORGANIZER;CN="Salon  Sonnenschein":mailto:termine@example.org',
      'ATTENDEE;CN="Erika";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailt',
      ' o:erika@example.org',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ])
    expect(writeInvitation({ ...invitation, method: 'CANCEL' })).toMatch(/METHOD:CANCEL[^]*STATUS:CANCELLED/)
  })

  test('has lines no calendar stumbles over, whatever is said in it', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 300 })
    fc.assert(
      fc.property(text, text, text, (summary, location, description) => {
        const written = writeInvitation({ ...invitation, summary, location, description })
        const lines = written.split('\r\n')
        for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        const whole = written.replaceAll('\r\n ', '').split('\r\n')
        const names = whole.map((line) => /^([A-Z]+)[:;]/.exec(line)?.[1] ?? line)
        expect(names.filter((name) => name === 'BEGIN')).toHaveLength(2)
        expect(whole.find((line) => line.startsWith('SUMMARY:'))).toBe(`SUMMARY:${escaped(summary)}`)
      }),
    )
  })
})
