import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { understandAnswer } from './answer.ts'

const tuesdayAtTen = [{ id: 'k7', at: Temporal.PlainDateTime.from('2026-11-24T10:00') }]
const three = [
  { id: 'a1', at: Temporal.PlainDateTime.from('2026-11-24T10:00') },
  { id: 'b2', at: Temporal.PlainDateTime.from('2026-11-24T11:00') },
  { id: 'c3', at: Temporal.PlainDateTime.from('2026-11-25T14:30') },
]
const monday = Temporal.PlainDate.from('2026-11-23')

function answerTo(...turns: string[]) {
  return understandAnswer(turns, tuesdayAtTen)
}

describe('one offer, Tuesday at ten', () => {
  test.each(
    `ja;genau;passt;gerne;jawohl;in Ordnung;okay;mach das;perfekt;yes please;sure;sounds good;Ja, das passt mir sehr gut, vielen Dank.;
    ja da kann ich;ja nehmen wir;buchen Sie das bitte;ja gerne, auf den Namen Müller;äh ja;kein Problem;von mir aus;na klar;aber gerne;
    that works for me, thanks;yeah go ahead;I'll take it;absolutely;ja, mein Name ist Anna Schmidt;
    das klappt;das wäre super;ja, das können Sie so machen;all good, book it;
    ja, den will ich;die nehmen wir;ja, dürfen Sie;joa, das würd passen;jo, reservier mal;das wär super`
      .split(';')
      .map((said) => said.trim()),
  )('"%s" agrees', (said) => {
    expect(answerTo(said)).toEqual({ kind: 'yes' })
  })

  test.each(
    `ja, um zehn;zehn Uhr passt;ja am Dienstag passt;okay, dann Dienstag um zehn Uhr bitte;10:00 passt;ja, der 24.11. ist gut;
    ja, am vierundzwanzigsten;yes, ten o'clock is fine;Tuesday at ten a.m. works;ja, am Vormittag passt;um zehn bitte`
      .split(';')
      .map((said) => said.trim()),
  )('"%s" names what was offered and agrees', (said) => {
    expect(answerTo(said)).toEqual({ kind: 'yes' })
  })

  test.each(
    `nein;doch nicht;lieber nicht;no;rather not;nein danke;das passt leider nicht;um zehn kann ich nicht;nicht um zehn;no thanks;
    I can't make it;nein, das ist mir zu teuer;hm, nein;Ja, nein, doch nicht;ja nee;
    nein, das geht nicht;bitte nicht buchen;ja nein, passt nicht;buchen Sie das nicht;weder noch`
      .split(';')
      .map((said) => said.trim()),
  )('"%s" refuses', (said) => {
    expect(answerTo(said)).toEqual({ kind: 'no' })
  })

  test.each(
    `die Nummer möchte ich nicht sagen;Mein Name ist Petra Neumann, die Nummer möchte ich lieber nicht angeben.;
    das will ich nicht verraten;my name is Anna Berg, I would rather not give my number;I'd rather not say`
      .split(';')
      .map((said) => said.trim()),
  )('"%s" keeps something back, and neither takes a yes away nor gives one', (said) => {
    expect(answerTo('Ja, gerne.', said)).toEqual({ kind: 'yes' })
    expect(answerTo(said)).toEqual({ kind: 'unclear' })
    expect(answerTo('Nein.', said)).toEqual({ kind: 'no' })
    expect(answerTo('Ja, gerne.', said, 'Nein, doch nicht.')).toEqual({ kind: 'no' })
  })

  test.each(
    `nein, lieber um elf;ja, aber lieber am Mittwoch;können wir doch Mittwoch machen;nicht um zehn, sondern um elf;geht auch elf?;
    haben Sie was später?;ja, um elf;ja am Nachmittag;elf wäre besser;ja um halb elf;no, eleven would be better;
    could we do Wednesday instead;nein, nächste Woche;ein andermal;ja, aber mit Frau Müller;ja, am fünfundzwanzigsten;yes, quarter past ten;
    ja, kurz nach zehn;nein, zu früh;ja, nach siebzehn Uhr;
    zehn ist zu früh;how about eleven;make it eleven`
      .split(';')
      .map((said) => said.trim()),
  )('"%s" asks for something else', (said) => {
    expect(answerTo(said)).toEqual({ kind: 'change', said })
  })

  test.each(
    `mhm;hm;;...;was kostet das?;ja, was kostet das?;Ja?;zehn Uhr?;vielleicht;ich weiß nicht;Moment;bitte?;Dienstag;das ist ja teuer;
    ja also ich wollte eigentlich einen Termin für meine Mutter;ich hätte gerne einen Termin;ja aber;ich komme ja aus Köln;
    okay und wie lange dauert das;warum nicht;ich glaube ja;kann ich da auch parken;is that on Tuesday;let me think;krrz tsch;ja, also;
    ja ich möchte einen Termin;hallo, ja bitte?;gerne, wie viel kostet das denn;ich muss erst meinen Mann fragen;I guess;
    ja für zwei Kinder;ja ich habe drei Hunde`
      .split(';')
      .map((said) => said.trim()),
  )('"%s" settles nothing', (said) => {
    expect(answerTo(said)).toEqual({ kind: 'unclear' })
  })

  test('silence settles nothing', () => {
    expect(understandAnswer([], tuesdayAtTen)).toEqual({ kind: 'unclear' })
  })
})

describe('of several offers', () => {
  test.each([
    ['den um elf', 'b2'],
    ['elf bitte', 'b2'],
    ['ja, den um elf', 'b2'],
    ["the eleven o'clock one", 'b2'],
    ['nein, lieber den um elf', 'b2'],
    ['den zweiten', 'b2'],
    ['Nummer zwei', 'b2'],
    ['the second one please', 'b2'],
    ['ich nehme den ersten', 'a1'],
    ['den letzten', 'c3'],
    ['den am Mittwoch', 'c3'],
    ['halb drei passt', 'c3'],
    ['the last one', 'c3'],
    ['2:30 pm', 'c3'],
    ['den späteren', 'c3'],
    ['den Mittwochstermin', 'c3'],
    ['den am 25.', 'c3'],
  ])('"%s" chooses one', (said, offerId) => {
    expect(understandAnswer([said], three)).toEqual({ kind: 'choice', offerId })
  })

  test.each(['ja', 'den am Dienstag', 'zehn oder elf', 'egal', 'gerne'])('"%s" names none', (said) => {
    expect(understandAnswer([said], three)).toEqual({ kind: 'unclear' })
  })

  test('another time or day than all of them is a change', () => {
    expect(understandAnswer(['um zwölf'], three).kind).toBe('change')
    expect(understandAnswer(['am Freitag'], three).kind).toBe('change')
  })

  test.each([
    'um 13:15 am 24.11.2026',
    'den um 13:15 am 24.11.',
    'um 13 Uhr 15 am 24.11.',
    'um 13:15 am vierundzwanzigsten',
    'um 1:15 pm',
  ])('the "am" of a date makes no morning of an afternoon: %j', (said) => {
    const offers = ['2026-11-24T13:15', '2026-11-24T13:45', '2026-11-25T12:15'].map((at) => ({
      id: at,
      at: Temporal.PlainDateTime.from(at),
    }))
    expect(understandAnswer([said], offers)).toEqual({ kind: 'choice', offerId: '2026-11-24T13:15' })
  })

  test('an ordinal that may be a place or a day of the month is asked about', () => {
    const offers = [
      { id: 'x', at: Temporal.PlainDateTime.from('2026-12-02T10:00') },
      { id: 'y', at: Temporal.PlainDateTime.from('2026-12-03T10:00') },
    ]
    expect(understandAnswer(['den zweiten'], offers).kind).toBe('unclear')
    expect(understandAnswer(['am zweiten'], offers)).toEqual({ kind: 'choice', offerId: 'x' })
  })
})

describe('over several turns', () => {
  test('the last word counts', () => {
    expect(answerTo('ja', 'nein, doch nicht')).toEqual({ kind: 'no' })
    expect(answerTo('was kostet das?', 'gut, dann ja')).toEqual({ kind: 'yes' })
    expect(understandAnswer(['den um elf', 'nein, den um zehn'], three)).toEqual({ kind: 'choice', offerId: 'a1' })
  })

  test('a yes after a choice confirms the choice', () => {
    expect(understandAnswer(['den um elf', 'ja genau'], three)).toEqual({ kind: 'choice', offerId: 'b2' })
  })

  test('a yes after a no answers something else', () => {
    expect(answerTo('nein', 'ja')).toEqual({ kind: 'unclear' })
    expect(answerTo('nein, lieber um elf', 'ja')).toEqual({ kind: 'change', said: 'nein, lieber um elf' })
    expect(answerTo('nein', 'was ist mit morgen?', 'ja gerne')).toEqual({ kind: 'unclear' })
  })

  test('naming its time brings an offer back', () => {
    expect(answerTo('nein', 'ach doch, zehn Uhr passt')).toEqual({ kind: 'yes' })
  })

  test('names, numbers and thanks leave a yes standing', () => {
    expect(answerTo('ja', 'Anna Schmidt', '0171 2345678', 'danke')).toEqual({ kind: 'yes' })
  })
})

describe('tomorrow', () => {
  test('is the day offered when today is known', () => {
    expect(understandAnswer(['ja, morgen um zehn passt'], tuesdayAtTen, monday)).toEqual({ kind: 'yes' })
    expect(understandAnswer(['ja, morgen passt'], tuesdayAtTen, monday.add({ days: 1 })).kind).toBe('change')
  })

  test('is unclear when today is not known, and no day in a greeting', () => {
    expect(answerTo('ja, morgen um zehn passt')).toEqual({ kind: 'unclear' })
    expect(answerTo('guten Morgen, ja passt')).toEqual({ kind: 'yes' })
  })
})

const hourWords = 'eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf'.split(' ')
const frames = [
  'ja, um HOUR',
  'ja gerne um HOUR Uhr',
  'HOUR Uhr passt',
  'perfekt, dann um halb HOUR',
  'okay, viertel nach HOUR',
  'ja, HOUR Uhr dreißig',
]

describe('for every time', () => {
  test('naming another time than the one offered is never a yes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...frames),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 23 }),
        (frame, spoken, hour) => {
          const at = Temporal.PlainDateTime.from('2026-11-24T00:20').with({ hour })
          const said = frame.replace('HOUR', hourWords[spoken - 1] ?? '')
          expect(understandAnswer([said], [{ id: 'x', at }]).kind).toBe('change')
        },
      ),
    )
  })

  test('naming the very time offered agrees, in figures or words', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.constantFrom(0, 5, 10, 15, 30, 45), (spoken, minute) => {
        const at = Temporal.PlainDateTime.from('2026-11-24T00:00').with({ hour: spoken, minute })
        const figures = `${spoken}:${String(minute).padStart(2, '0')}`
        const words = `${spoken === 1 ? 'ein' : hourWords[spoken - 1]} Uhr ${minute === 0 ? '' : minute}`
        for (const said of [`ja, um ${figures}`, `ja, ${figures} Uhr passt`, `${words} passt mir gut`]) {
          expect(understandAnswer([said], [{ id: 'x', at }])).toEqual({ kind: 'yes' })
        }
      }),
    )
  })

  test('naming one of several times chooses it', () => {
    const hours = fc.uniqueArray(fc.integer({ min: 8, max: 18 }), {
      minLength: 2,
      maxLength: 3,
      selector: (hour) => hour % 12,
    })
    fc.assert(
      fc.property(hours, fc.nat({ max: 1 }), (chosen, index) => {
        const offers = chosen.map((hour) => ({
          id: `h${hour}`,
          at: Temporal.PlainDateTime.from('2026-11-24T00:00').with({ hour }),
        }))
        expect(understandAnswer([`den um ${chosen[index]}`], offers)).toEqual({
          kind: 'choice',
          offerId: `h${chosen[index]}`,
        })
      }),
    )
  })
})

describe('whatever was said', () => {
  const turn = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.lorem(),
    fc.constantFrom('ja', 'nein', 'um elf', 'den zweiten', 'was?'),
  )

  test('the answer is one of the five, and a choice is one of the offers', () => {
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 5 }), (turns) => {
        const answer = understandAnswer(turns, three)
        const chosen = answer.kind === 'choice' ? answer.offerId : 'a1'
        expect(['no', 'change', 'choice', 'unclear']).toContain(answer.kind)
        expect(three.map(({ id }) => id)).toContain(chosen)
      }),
    )
  })

  test('a yes with a "nicht" beside it is none', () => {
    const yes = fc.constantFrom(
      'passt',
      'das geht',
      'gerne',
      'perfekt',
      'nehme ich',
      'buchen Sie',
      'that works',
      'book it',
    )
    fc.assert(
      fc.property(yes, fc.constantFrom('nicht', 'not'), fc.boolean(), (agreeing, not, isBefore) => {
        const said = isBefore ? `${not} ${agreeing}` : `${agreeing} ${not}`
        expect(understandAnswer([said], tuesdayAtTen).kind).not.toBe('yes')
      }),
    )
  })

  test('a no at the end is a no', () => {
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 4 }), (turns) => {
        expect(understandAnswer([...turns, 'nein'], tuesdayAtTen)).toEqual({ kind: 'no' })
      }),
    )
  })

  test('words without a yes or the time in them never agree', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 8 }), (said) => {
        expect(understandAnswer([said], tuesdayAtTen).kind).not.toBe('yes')
      }),
    )
  })
})
