import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { endsWithNo, type HeardTurn, judgeConfirmation } from './confirmation.ts'

const starts: Record<string, string> = {
  ten: '2030-06-04T10:00',
  eleven: '2030-06-04T11:00',
  noon: '2030-06-04T12:00',
}
const startOf = (id: string) => {
  const start = starts[id]
  return start === undefined ? undefined : Temporal.PlainDateTime.from(start)
}
const judge = (heard: readonly HeardTurn[], offerId = 'ten') => judgeConfirmation(heard, offerId, startOf)
/** Asked about the ten o'clock, with two more in the same result. */
const asked = (said: string): HeardTurn => ({ said, main: 'ten', others: ['eleven', 'noon'] })
/** Read three times, none of them proposed. */
const read = (said: string): HeardTurn => ({ said, main: null, others: ['ten', 'eleven', 'noon'] })

describe('a question about one offer', () => {
  test.each(['Ja, genau, sehr gerne.', 'ja', 'Passt', 'Yes please', 'Ja, um zehn Uhr'])('"%s" is a yes', (said) => {
    expect(judge([asked(said)])).toBe('confirmed')
  })

  test.each(['Nein', 'Nein danke', 'No, thank you'])('"%s" is a no', (said) => {
    expect(judge([asked(said)])).toBe('declined')
  })

  test.each(['Nein, lieber um elf', 'Können wir doch Mittwoch machen?', 'Dann um elf Uhr'])(
    '"%s" changes it',
    (said) => {
      expect(judge([asked(said)])).toBe('changed')
    },
  )

  test.each(['hm', 'Was kostet das denn?', 'Müller'])('"%s" decides nothing', (said) => {
    expect(judge([asked(said)])).toBe('unclear')
  })

  test('naming one of the other times chooses that one', () => {
    expect(judge([asked('Dann um elf Uhr')], 'eleven')).toBe('confirmed')
  })

  test('the one that was asked about is the first of the list', () => {
    expect(judge([asked('Nein, lieber den zweiten')], 'eleven')).toBe('confirmed')
    expect(judge([asked('Nein, lieber den zweiten')], 'noon')).toBe('changed')
  })

  test('a no stands while the same is asked about and nothing decides', () => {
    expect(judge([asked('Nein.'), asked('Hm.')])).toBe('declined')
    expect(judge([asked('Nein.'), { said: 'Hm.', main: 'ten', others: [] }])).toBe('declined')
    expect(judge([asked('Nein.'), read('Hm.')])).toBe('declined')
  })
})

describe('a list of times', () => {
  test('of which there is but one is agreed to with a bare yes', () => {
    expect(judge([{ said: 'Ja, gerne', main: null, others: ['ten'] }])).toBe('confirmed')
  })

  test('an offer nobody knows is none that can be chosen', () => {
    expect(judge([{ said: 'den um elf', main: null, others: ['ten', 'gone'] }])).toBe('changed')
  })

  test('a bare yes says nothing about which', () => {
    expect(judge([read('Ja, gerne')])).toBe('unclear')
  })

  test('a choice confirms that one and no other', () => {
    expect(judge([read('den um elf')], 'eleven')).toBe('confirmed')
    expect(judge([read('den um elf')], 'ten')).toBe('changed')
  })
})

describe('over several turns', () => {
  test('the last that decides anything decides', () => {
    expect(judge([asked('ja'), asked('nein, doch nicht')])).toBe('declined')
    expect(judge([asked('nein'), asked('doch, ja')])).toBe('confirmed')
    expect(judge([asked('ja'), asked('Mein Name ist Müller')])).toBe('confirmed')
  })

  test('what was said before the offer was made does not count', () => {
    expect(judge([{ said: 'Ja, guten Tag', main: null, others: [] }])).toBe('not_heard')
    expect(judge([{ said: 'ja', main: 'eleven', others: [] }, asked('hm')])).toBe('unclear')
  })

  test('a yes to another offer is none to this one', () => {
    expect(judge([asked('hm'), { said: 'ja', main: 'eleven', others: [] }])).toBe('changed')
  })
})

function afterwards(said: string): HeardTurn {
  return { said, main: null, others: [] }
}

describe('once nothing is on the table any more', () => {
  test('a yes is one to something else, and a no still counts', () => {
    expect(judge([asked('hm'), afterwards('Ja, gerne.')])).toBe('unclear')
    expect(judge([asked('ja'), afterwards('Ja.')])).toBe('confirmed')
    expect(judge([asked('ja'), afterwards('Nein, lassen Sie es.')])).toBe('declined')
  })

  test('who said no and comes back to it is neither booked nor refused for ever', () => {
    for (const said of ['Ach doch, ja.', 'Den um zehn, bitte.', 'Hm.']) {
      expect(judge([asked('Nein.'), afterwards(said)])).toBe('changed')
      expect(judge([asked('Nein.'), afterwards(said), asked('Ja.')])).toBe('confirmed')
    }
  })
})

/** An answer to another question, while the ten o'clock is on the table. */
function besides(said: string): HeardTurn {
  return { ...asked(said), isBesides: true }
}

describe('asked something else meanwhile', () => {
  test.each([
    'Nein.',
    'Mein Name ist Petra Neumann, nein, die Nummer nicht.',
    'Nein, die möchte ich lieber nicht sagen.',
    'Nehmen Sie lieber meine andere Nummer.',
    'No, thank you.',
  ])('"%s" leaves the yes to the offer standing', (said) => {
    expect(judge([asked('Ja, gerne.'), besides(said)])).toBe('confirmed')
  })

  test.each([
    ['Ach nein, doch nicht.', 'declined'],
    ['Nein, lassen Sie den Termin.', 'declined'],
    ['No, forget it.', 'declined'],
    ['Lieber um drei.', 'changed'],
    ['Dann lieber um elf, und mein Name ist Neumann.', 'changed'],
  ])('"%s" takes it back', (said, verdict) => {
    expect(judge([asked('Ja, gerne.'), besides(said)])).toBe(verdict)
  })

  test('a yes is none to the offer', () => {
    expect(judge([asked('hm'), besides('Ja, Neumann.')])).toBe('unclear')
    expect(judge([asked('Nein.'), besides('Ja, gerne.')])).toBe('declined')
  })

  test('a no where nothing was agreed to is one', () => {
    expect(judge([asked('hm'), besides('Nein.')])).toBe('declined')
  })
})

describe('the last that was heard', () => {
  test.each([
    ['is a no', [asked('Ja'), afterwards('Nein, danke.')], true],
    ['is none once something else followed it', [afterwards('Nein, danke.'), afterwards('Ja.')], false],
    ['is none to the offer when something else was asked', [besides('Nein.')], false],
    ['is none where nothing was said', [], false],
  ] as const)('%s', (_what, heard, isNo) => {
    expect(endsWithNo(heard)).toBe(isNo)
  })
})

test('without a word of the caller after the offer nothing is ever confirmed', () => {
  const turn = fc.record({ said: fc.string(), main: fc.constant(null), others: fc.constant([]) })
  fc.assert(
    fc.property(fc.array(turn), (heard) => {
      expect(judge(heard)).toBe('not_heard')
    }),
  )
})

const words = fc.constantFrom(
  'ja',
  'nein',
  'um elf',
  'den zweiten',
  'um zehn, ja',
  'zwölf Uhr',
  'hm',
  'Müller',
  'doch, gern',
)
const tables = fc.constantFrom(asked(''), read(''), { said: '', main: 'eleven', others: [] })
const turns = fc.array(
  fc.tuple(words, tables).map(([said, on]) => ({ ...on, said })),
  { maxLength: 6 },
)

test('nothing that is said after an offer left the table makes it agreed to', () => {
  const offTable = fc.array(
    words.map((said) => afterwards(said)),
    { maxLength: 4 },
  )
  fc.assert(
    fc.property(turns, offTable, fc.constantFrom('ten', 'eleven', 'noon'), (heard, later, id) => {
      fc.pre(judge(heard, id) !== 'confirmed')
      expect(judge([...heard, ...later], id)).not.toBe('confirmed')
    }),
  )
})

test('a no at the end is the last word, whatever was said before', () => {
  fc.assert(
    fc.property(turns, fc.constantFrom('ten', 'eleven', 'noon'), (heard, id) => {
      const wasOffered = heard.some((turn) => turn.main === id || turn.others.includes(id))
      const possible = wasOffered ? ['declined'] : ['declined', 'not_heard']
      expect(possible).toContain(judge([...heard, asked('Nein, danke.')], id))
    }),
  )
})

test('whatever is said, only one of the offers on the table can come out confirmed', () => {
  const said = fc.oneof(fc.string(), fc.constantFrom('ja', 'nein', 'um elf', 'den zweiten', 'um zehn, ja', 'zwölf Uhr'))
  const table = fc.constantFrom(asked(''), read(''), { said: '', main: 'eleven', others: [] })
  const turn = fc.tuple(said, table).map(([words, on]) => ({ ...on, said: words }))
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 6 }), (heard) => {
      const confirmed = Object.keys(starts).filter((id) => judge(heard, id) === 'confirmed')
      expect(confirmed.length).toBeLessThanOrEqual(1)
    }),
  )
})

test('answers to other questions never make an offer agreed to that was not', () => {
  const others = fc.array(
    words.map((said) => besides(said)),
    { maxLength: 4 },
  )
  fc.assert(
    fc.property(turns, others, fc.constantFrom('ten', 'eleven', 'noon'), (heard, later, id) => {
      fc.pre(judge(heard, id) !== 'confirmed')
      expect(judge([...heard, ...later], id)).not.toBe('confirmed')
    }),
  )
})
