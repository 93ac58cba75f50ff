import { describe, expect, test } from 'vitest'

import { foldName } from '../src/speech/name-folding.ts'
import { buildNameIndex, resolveName } from '../src/speech/names.ts'
import { nameCodes } from '../src/speech/phonetics.ts'
import { corruptName } from './corrupt-name.ts'
import { drawOne, drawPeople, seededDraw } from './german-names.ts'

describe('names as recognition mangles them', () => {
  const draw = seededDraw(7)
  const pairs = drawPeople(draw, 1_000).map((name) => [name, corruptName(name, draw)] as const)

  test('come out the same for the same seed', () => {
    expect(corruptName('Katharina Schäfer', seededDraw(3))).toBe(corruptName('Katharina Schäfer', seededDraw(3)))
  })

  test('are seldom found by equality, and not much oftener than half by their code', () => {
    const exact = pairs.filter(([name, said]) => foldName(name) === foldName(said))
    const cologne = pairs.filter(([name, said]) => nameCodes(name).cologne === nameCodes(said).cologne)
    expect(exact.length).toBeLessThan(300)
    expect(cologne.length).toBeLessThan(600)
  })
})

describe('among a hundred staff', () => {
  test('a mangled name is hardly ever taken for another person, and seldom asked about', () => {
    const draw = seededDraw(11)
    const staff = drawPeople(draw, 100)
    const index = buildNameIndex(staff.map((name) => ({ id: name, name })))
    const found = Array.from({ length: 1_000 }, () => {
      const meant = drawOne(draw, staff)
      return { meant, decision: resolveName(corruptName(meant, draw), index) }
    })
    const resolved = found.filter(({ decision }) => decision.decision === 'resolved')
    const wrong = resolved.filter(({ meant, decision }) => decision.candidates[0]?.name !== meant)
    expect(wrong.length).toBeLessThanOrEqual(5)
    expect(found.length - resolved.length).toBeLessThanOrEqual(150)
  })
})
