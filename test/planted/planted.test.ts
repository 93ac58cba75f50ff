import { beforeAll, describe, expect, test } from 'vitest'

import { bugs } from './bugs.ts'
import { type Caught, huntKnown } from './hunter-process.ts'
import { checkEdit } from './plant.ts'

let caught: ReadonlyMap<string, Caught>

beforeAll(async () => {
  caught = new Map((await huntKnown()).map((one) => [one.name, one]))
})

describe('a planted bug', () => {
  test.each(bugs.map((bug) => [bug.name, bug] as const))('%s fits the code and is caught', (name, bug) => {
    for (const edit of bug.edits) checkEdit(edit)
    expect(caught.get(name)).toMatchObject({ name, isRight: true })
  })
})

test('the code as it is passes every seed that catches a bug', () => {
  expect(caught.get('none')).toMatchObject({ isRight: true, seed: null })
})
