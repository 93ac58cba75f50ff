import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { AgreedAppointment, TranscriptTurn } from './agreed-appointment.ts'
import { findAgreedAppointment } from './find-agreed-appointment.ts'
import { transcriptHouses } from './transcripts.houses.data.ts'
import { writtenTranscripts } from './transcripts.notation.ts'

const { salon } = transcriptHouses
const startedAt = Temporal.Instant.from('2026-11-23T08:12:00Z')

/** Reads a call in the salon: agent and caller in turns, the agent first. */
function find(...said: readonly string[]): AgreedAppointment {
  return read(said.map((text, index) => ({ role: index % 2 === 0 ? 'agent' : 'user', text })))
}

function read(turns: readonly TranscriptTurn[]): AgreedAppointment {
  return findAgreedAppointment({ turns, startedAt, zone: 'Europe/Berlin', language: 'de', ...salon })
}

function result(content: Readonly<Record<string, unknown>>): TranscriptTurn {
  return { role: 'result', text: JSON.stringify(content) }
}

const hello = 'Salon Sonnenschein, guten Tag.'
const wish = 'Herrenhaarschnitt am Mittwoch um zehn.'
const free = 'Mittwoch um zehn ist frei. Soll ich das buchen?'

describe('what was agreed', () => {
  test('has date, time, service, person and name', () => {
    const found = find(
      hello,
      'Herrenhaarschnitt bei Mehmet, Mittwoch um zehn.',
      free,
      'Ja, bitte.',
      'Auf welchen Namen?',
      'Ja, äh, Anna von Berg.',
    )
    expect(found).toEqual({
      kind: 'agreed',
      confidence: 'high',
      at: Temporal.PlainDateTime.from('2026-11-25T10:00'),
      service: 'service-Herrenhaarschnitt',
      further: [],
      staff: 'staff-Yılmaz',
      attendeeName: 'Anna von Berg',
      why: 'confirmed',
    })
  })

  test('may be chosen from several', () => {
    const found = find(hello, 'Färben am Freitag.', 'Um zehn oder um elf?', 'Den um elf bitte.')
    expect(found).toMatchObject({
      confidence: 'high',
      at: Temporal.PlainDateTime.from('2026-11-27T11:00'),
      why: 'chosen',
    })
  })

  test('is agreed by the name that is given for a time the caller asked for', () => {
    const told = 'Mittwoch um zehn ist frei. Auf welchen Namen darf ich eintragen?'
    expect(find(hello, wish, told, 'Berg.')).toMatchObject({ confidence: 'high', why: 'named', attendeeName: 'Berg' })
    expect(find(hello, 'Herrenhaarschnitt am Mittwoch.', told, 'Berg.').kind).toBe('none')
  })

  test('may be two services of one visit, in their order', () => {
    const found = find(hello, 'Damenhaarschnitt und Färben, Mittwoch um zehn.', free, 'Ja.')
    expect(found).toMatchObject({ service: 'service-Damenhaarschnitt', further: ['service-Färben'] })
  })

  test('is in the week that was spoken of', () => {
    const found = find(hello, 'Färben nächste Woche.', 'Am Mittwoch um zehn wäre frei. Passt das?', 'Ja.')
    expect(found).toMatchObject({ at: Temporal.PlainDateTime.from('2026-12-02T10:00') })
  })

  test('is settled by the opening hours where a time has two readings', () => {
    const turns: readonly TranscriptTurn[] = [
      { role: 'user', text: 'Herrenhaarschnitt.' },
      { role: 'agent', text: 'Morgen um acht wäre frei. Passt das?' },
      { role: 'user', text: 'Ja.' },
    ]
    const call = { turns, startedAt, zone: 'Europe/Berlin', language: 'de', ...salon } as const
    expect(findAgreedAppointment(call)).toMatchObject({ at: Temporal.PlainDateTime.from('2026-11-24T08:00') })
    expect(findAgreedAppointment({ ...call, isOpen: ({ hour }) => hour >= 14 })).toMatchObject({
      at: Temporal.PlainDateTime.from('2026-11-24T20:00'),
    })
  })
})

describe('a yes to something else', () => {
  test.each([
    ['a question beside it', 'Mittwoch um zehn ist frei. Sind Sie Neukunde?', 'Ja.'],
    ['a question about a text message', 'Mittwoch um zehn ist frei. Möchten Sie eine SMS?', 'Ja.'],
    ['a call back', 'Frau Meier ruft Sie Mittwoch um zehn zurück. Passt das?', 'Ja, das passt.'],
    ['a cancellation', 'Ich sehe hier einen Termin am Mittwoch um zehn. Soll ich den absagen?', 'Ja.'],
    ['an appointment that stands', 'Ich sehe hier Ihren Termin am Mittwoch um zehn.', 'Ja, genau.'],
    ['opening hours', 'Mittwoch haben wir ab zehn Uhr geöffnet.', 'Ja, super.'],
    ['the wish said back', 'Mittwoch um zehn, Herrenhaarschnitt, richtig?', 'Ja, genau.'],
    ['looking it up', 'Ich prüfe, ob Mittwoch um zehn frei ist.', 'Ja, gut.'],
    ['a time that is gone', 'Mittwoch um zehn ist leider belegt.', 'Ja, okay.'],
    ['what does not work', 'Das geht leider nicht.', 'Ja, schade.'],
    ['a time before the appointment', 'Seien Sie bitte zehn Minuten vorher da, also um neun Uhr fünfzig.', 'Ja, gut.'],
    ['the end of it', 'Das dauert dann bis elf Uhr.', 'Ja, okay.'],
  ])('%s is none', (_, told, said) => {
    const found = find(hello, wish, told, said)
    expect(found.kind === 'none' || found.confidence === 'low').toBe(true)
  })

  test('of two days nobody knows which is meant by a time', () => {
    const found = find(hello, 'Färben, Dienstag oder Mittwoch.', 'Um zehn wäre frei. Passt das?', 'Ja.')
    expect(found.kind).toBe('none')
  })

  test.each([
    'Frau Meier ruft Sie deswegen zurück. Passt das?',
    'Soll ich Ihren anderen Termin absagen?',
    'Am Freitag haben Sie noch einen Termin. Ist das richtig?',
  ])('"%s" asks about something else than what was offered before', (told) => {
    expect(find(hello, wish, free, 'Was kostet das?', told, 'Ja.').kind).toBe('none')
  })

  test('an old wish is not what is free', () => {
    const found = find(hello, wish, 'Was darf es sein?', 'Kann ich mit Karte zahlen?', 'Ja, das ist möglich.', 'Super.')
    expect(found.kind).toBe('none')
  })

  test('only one of several was heard', () => {
    expect(find(hello, 'Färben.', 'Mittwoch um zehn wäre frei, oder Donnerstag um', 'Ja.').kind).toBe('none')
  })
})

describe('an agreement', () => {
  const agreed = [hello, wish, free, 'Ja, bitte.']

  test.each([
    ['a text message is turned down', 'Möchten Sie eine Bestätigung per SMS?', 'Nein, danke.'],
    ['a courtesy car is turned down', 'Möchten Sie einen Kaffee dazu?', 'Nein, den brauche ich nicht.'],
    ['a birthday is told', 'Wann sind Sie geboren? Ihr Geburtsdatum bitte.', 'Am dritten Mai neunzehnhundertachtzig.'],
    ['a number is kept back', 'Unter welcher Nummer erreichen wir Sie?', 'Die möchte ich lieber nicht angeben.'],
    ['something is asked', 'Gut, ich buche das.', 'Kann man bei Ihnen parken?'],
    ['hours are told', 'Gern. Am Freitag haben wir übrigens bis zwölf geöffnet.', 'Danke.'],
  ])('stands when %s', (_, told, said) => {
    expect(find(...agreed, told, said)).toMatchObject({ confidence: 'high' })
  })

  test.each([
    ['Auf welchen Namen?', 'Berg. Ach, geht auch Donnerstag?'],
    ['Auf welchen Namen?', 'Moment, lassen Sie mich noch mal überlegen.'],
    ['Soll ich den Termin wieder absagen?', 'Ja.'],
    ['Gut, ich buche das.', 'Ich melde mich noch mal.'],
    ['Zehn Uhr ist gerade vergeben worden.', 'Ach so.'],
    ['Ich sehe, nur um elf ist noch frei. Passt das?', 'Hm.'],
  ])('falls with "%s" "%s"', (told, said) => {
    expect(find(...agreed, told, said).kind).toBe('none')
  })

  test('may be come to again', () => {
    const found = find(...agreed, 'Auf welchen Namen?', 'Oh, lieber um elf.', 'Elf ist auch frei. Soll ich?', 'Ja.')
    expect(found).toMatchObject({ confidence: 'high', at: Temporal.PlainDateTime.from('2026-11-25T11:00') })
  })
})

const low = (why: string) => ({ kind: 'agreed', confidence: 'low', why })

describe('what is agreed is for a person to look at', () => {
  test('when it is another time for an appointment there is', () => {
    expect(find(hello, 'Ich muss den Termin am Freitag verschieben, Färben.', free, 'Ja.')).toMatchObject(low('move'))
  })

  test('when it is for several people', () => {
    const found = find(hello, 'Herrenhaarschnitt für mich und meinen Sohn, Mittwoch um zehn.', free, 'Ja.')
    expect(found).toMatchObject(low('several'))
  })

  test('when nobody knows what is to be done', () => {
    expect(find(hello, 'Ich komme am Mittwoch um zehn.', free, 'Ja.')).toMatchObject({
      ...low('service_unclear'),
      service: null,
    })
  })

  test('when something else is to be done besides', () => {
    expect(find(hello, wish, free, 'Ja gern, und Färben auch noch.')).toMatchObject(low('service_changed'))
    expect(find(hello, wish, free, 'Ja.', 'Gut, ich buche.', 'Und Färben bitte.')).toMatchObject(low('service_changed'))
  })

  test('when several people could do it', () => {
    const told = 'Mittwoch um zehn bei Lena Sommer oder Tobias Becker, das ist frei. Soll ich das buchen?'
    expect(find(hello, wish, told, 'Ja, Mittwoch um zehn, bitte.')).toMatchObject(low('staff_unclear'))
  })

  test('when the agent said another time than our tool had answered', () => {
    const found = read([
      { role: 'user', text: 'Färben am Mittwoch.' },
      result({ status: 'available', date: '25.11.2026', time: '11:00', service: 'Färben', staff: '' }),
      { role: 'agent', text: free },
      { role: 'user', text: 'Ja.' },
    ])
    expect(found).toMatchObject(low('misread'))
  })

  test('when it is over already', () => {
    expect(
      find(hello, 'Färben heute um acht Uhr morgens.', 'Heute um acht Uhr morgens ist frei. Soll ich?', 'Ja.'),
    ).toMatchObject(low('past'))
  })
})

describe('what tools answered', () => {
  const offered = result({
    status: 'available',
    date: '25.11.2026',
    time: '10:00',
    service: 'Färben',
    staff: 'Lena Sommer',
  })
  const agreed: readonly TranscriptTurn[] = [
    { role: 'user', text: 'Mittwoch um zehn.' },
    offered,
    { role: 'agent', text: free },
    { role: 'user', text: 'Ja, bitte.' },
  ]

  test('says with whom and what', () => {
    expect(read(agreed)).toMatchObject({ confidence: 'high', service: 'service-Färben', staff: 'staff-Sommer' })
  })

  test.each(['booked', 'already_booked', 'pending_approval', 'unconfirmed'])('%s is done with', (status) => {
    const done = result({ status, date: '25.11.2026', time: '10:00', service: 'Färben', staff: 'Lena Sommer' })
    const after: readonly TranscriptTurn[] = [
      ...agreed,
      done,
      { role: 'agent', text: 'Das ist gebucht: Mittwoch um zehn. Passt das so?' },
      { role: 'user', text: 'Ja, passt.' },
    ]
    expect(read(after)).toEqual({ kind: 'none', why: 'booked' })
  })

  test('taken takes it away', () => {
    const taken = result({ status: 'taken', alternatives: [{ date: '25.11.2026', time: '12:00', service: 'Färben' }] })
    expect(read([...agreed, taken])).toEqual({ kind: 'none', why: 'taken' })
  })

  test('a question before booking leaves it agreed', () => {
    const question = result({ status: 'needs_name', date: '25.11.2026', time: '10:00', service: 'Färben', staff: '' })
    expect(read([...agreed, question])).toMatchObject({ confidence: 'high' })
  })

  test('may be anything', () => {
    for (const text of ['', 'null', '[]', '"{"', '{"alternatives": 3}', '{"date":"99.99.2026","time":"10:00"}'])
      expect(read([...agreed.slice(0, 1), { role: 'result', text }, ...agreed.slice(2)])).toMatchObject({
        kind: 'agreed',
      })
  })
})

describe('always', () => {
  const transcripts = [...writtenTranscripts('de'), ...writtenTranscripts('en')]
  const agreed = transcripts.filter(({ call }) => findAgreedAppointment(call).kind === 'agreed')

  test.each(['Nein, doch nicht.', 'nein doch nicht', 'Ach nein, doch lieber nicht.', "No, I don't want it."])(
    'whoever says "%s" last has not agreed',
    (said) => {
      for (const { call, label } of agreed) {
        const found = findAgreedAppointment({ ...call, turns: [...call.turns, { role: 'user', text: said }] })
        expect([label, found.kind]).toEqual([label, 'none'])
      }
    },
  )

  test('nobody agrees who says nothing', () => {
    for (const { call, label } of transcripts) {
      const turns = call.turns.filter(({ role }) => role !== 'user')
      expect([label, findAgreedAppointment({ ...call, turns }).kind]).toEqual([label, 'none'])
    }
  })

  test('blanks around what was said change nothing', () => {
    for (const { call, label } of transcripts) {
      const turns = call.turns.map((turn) => ({ ...turn, text: `  ${turn.text}\n` }))
      expect([label, findAgreedAppointment({ ...call, turns })]).toEqual([label, findAgreedAppointment(call)])
    }
  })

  const words = transcripts.flatMap(({ call }) => call.turns.map(({ text }) => text))
  const turn = fc.record({
    role: fc.constantFrom('agent', 'user', 'result'),
    text: fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom(...words)),
  })

  test('any turns are read, and agreement takes a word of the caller', () => {
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 12 }), (turns) => {
        const isAgreed = read(turns).kind === 'agreed'
        return !isAgreed || turns.some(({ role }) => role === 'user')
      }),
      { numRuns: 300 },
    )
    expect(read([]).kind).toBe('none')
  })

  test('whatever was said before, a last refusal is one', () => {
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 12 }), (turns) => {
        expect(read([...turns, { role: 'user', text: 'Nein, doch nicht.' }]).kind).toBe('none')
      }),
      { numRuns: 300 },
    )
  })
})
