import { expect, test } from 'vitest'

import { understandYesNoLine } from './understand-yesno.ts'

test.each([
  ['{"text":"ja gerne","lang":"de"}', { answer: 'yes' }],
  ['{"text":"rather not","lang":"en"}', { answer: 'no' }],
  ['{"text":"hm","lang":"de","offers":["2026-11-24T10:00"]}', { answer: 'unclear' }],
  ['{"text":"lieber um elf","offers":["2026-11-24T10:00"]}', { answer: 'change', said: 'lieber um elf' }],
  [
    '{"text":"den um elf","offers":[{"id":"a","at":"2026-11-24T10:00"},"2026-11-24T11:00"]}',
    { answer: 'choice', offer: '2' },
  ],
  ['{"text":["was kostet das?","ja, morgen"],"offers":["2026-11-24T10:00"],"today":"2026-11-23"}', { answer: 'yes' }],
])('%s', (line, answer) => {
  expect(JSON.parse(understandYesNoLine(line))).toEqual(answer)
})

test.each(['', '{}', '{"text":7}', '{"text":"ja","offers":[7]}', '{"text":"ja","offers":["um elf"]}'])(
  'a line that is no question is told so: %s',
  (line) => {
    expect(JSON.parse(understandYesNoLine(line))).toHaveProperty('error')
  },
)
