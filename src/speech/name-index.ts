import { doubleMetaphone } from 'double-metaphone'

import { cologneCodeOfLetters } from './cologne.ts'
import { writeOutLetters } from './name-folding.ts'
import { germanReadingsOf } from './name-foreign.ts'
import { type NameRole, type NameWord, nameWordsOf } from './name-words.ts'
import { otherNamesOf } from './nickname.ts'
import { soundsOf } from './phonetic-spelling.ts'
import { soundexCodeOfLetters } from './soundex.ts'
import { buildTrigramIndex, type TrigramIndex } from './trigram.ts'

/** A person who may be meant; `id` is the caller's own and is only handed back. */
export type NamedPerson = { id: string; name: string }

/** Where a unit stands in a name: the words `from` to `from + span - 1`. `cost` is what it costs to say the name so. */
export type UnitPlace = { person: number; from: number; span: number; cost: number }

/** Something that may be heard for a word, or for several run together. */
export type NameUnit = { letters: string; sounds: string; places: UnitPlace[] }

/** A place seen from its person. */
export type PersonUnit = { unit: number; from: number; span: number; cost: number }

export type IndexedPerson = NamedPerson & { roles: readonly NameRole[]; units: readonly PersonUnit[] }

/** People by name, built once per list and shared by all resolutions. */
export type NameIndex = {
  readonly people: readonly IndexedPerson[]
  readonly units: readonly NameUnit[]
  readonly byLetters: ReadonlyMap<string, number>
  /** Single words by phonetic code, the kind of code in front: "c:67" is Cologne, "m:" Double Metaphone, "s:" Soundex. */
  readonly byCode: ReadonlyMap<string, readonly number[]>
  /** Single words, and words run together: the latter are many, and only long words need them. */
  readonly words: SoundIndex
  readonly joins: SoundIndex
  /** Scratch space of a resolution, one number a person; all zero between resolutions. */
  readonly tally: { readonly gains: Float64Array; readonly countedFor: Uint8Array }
}

/** Some of the units by the trigrams of their coarse sounds; `units` are their numbers in the order of the trigram index. */
export type SoundIndex = { readonly units: readonly number[]; readonly trigrams: TrigramIndex }

/** What saying a name otherwise than written costs, in units of one wrong sound. */
const nicknameCost = 0.35
const foreignReadingCost = 0.15
const joinCost = 0.1

/** Sounds that are mixed up most are one sign here, so that a single confusion leaves the trigrams whole. */
const coarseSigns: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['pb', 'td', 'kg', 'fvVP', 'sz', 'SCJX', 'mnN', 'eEiYQ6j', 'aoAuOU'].flatMap((sounds) =>
      sounds.split('').map((sound): [string, string] => [sound, sounds.charAt(0)]),
    ),
  ),
  h: '',
}

/** The sounds of `soundsOf` with near ones made alike, equal neighbours as one and h left out. */
export function coarseSounds(sounds: string): string {
  let coarse = ''
  for (const sound of sounds) {
    const sign = coarseSigns[sound] ?? sound
    if (!coarse.endsWith(sign)) coarse += sign
  }
  return coarse
}

/** The codes of a unit, each marked with its kind. Words of two or three sounds share codes with half the world: none. */
export function codesOf(letters: string): readonly string[] {
  const plain = letters.replace(/[^a-z]+/g, '')
  const cologne = cologneCodeOfLetters(plain)
  if (cologne.length < 2) return []
  const [metaphone, other] = doubleMetaphone(plain)
  const codes = [`c:${cologne}`, `s:${soundexCodeOfLetters(plain)}`, `m:${metaphone}`]
  return other === metaphone ? codes : [...codes, `m:${other}`]
}

type Spoken = { letters: string; from: number; span: number; cost: number }

function spokenWord(word: NameWord, from: number): readonly Spoken[] {
  const readings = germanReadingsOf(word.written).map((reading) => writeOutLetters(reading).replace(/[^a-z]+/g, ''))
  const nicknames = word.role === 'given' || word.role === 'further' ? otherNamesOf(word.letters) : []
  return [
    { letters: word.letters, from, span: 1, cost: 0 },
    ...readings.map((letters) => ({ letters, from, span: 1, cost: foreignReadingCost })),
    ...nicknames.map((letters) => ({ letters, from, span: 1, cost: nicknameCost })),
  ]
}

/** Neighbours run together, and all words in both orders: "annalena", "annameier", "meieranna". */
function spokenJoins(words: readonly NameWord[]): readonly Spoken[] {
  const letters = words.map((word) => word.letters)
  const joins: Spoken[] = []
  for (let from = 0; from + 2 <= words.length; from += 1) {
    joins.push({ letters: letters.slice(from, from + 2).join(''), from, span: 2, cost: joinCost })
  }
  if (words.length > 2) joins.push({ letters: letters.join(''), from: 0, span: words.length, cost: joinCost })
  return joins
}

function allSpoken(words: readonly NameWord[]): readonly Spoken[] {
  const spoken = [...words.flatMap(spokenWord), ...spokenJoins(words)]
  return spoken.filter(
    ({ letters }, index) => letters !== '' && spoken.findIndex((other) => other.letters === letters) === index,
  )
}

function groupByCode(units: readonly NameUnit[], words: readonly number[]): Map<string, number[]> {
  const byCode = new Map<string, number[]>()
  for (const number of words) {
    for (const code of codesOf(units[number]?.letters ?? '')) {
      const known = byCode.get(code)
      if (known === undefined) byCode.set(code, [number])
      else known.push(number)
    }
  }
  return byCode
}

function indexSounds(units: readonly NameUnit[], isWanted: (unit: NameUnit) => boolean): SoundIndex {
  const wanted = [...units.keys()].filter((number) => units.slice(number, number + 1).some(isWanted))
  return {
    units: wanted,
    trigrams: buildTrigramIndex(wanted.map((number) => coarseSounds(units[number]?.sounds ?? ''))),
  }
}

/** Builds the index of a list of people; 10,000 take well under a second. Names of other scripts are found by equality. */
export function buildNameIndex(people: readonly NamedPerson[]): NameIndex {
  const units: NameUnit[] = []
  const byLetters = new Map<string, number>()
  const unitOf = (letters: string): number => {
    const known = byLetters.get(letters)
    if (known !== undefined) return known
    byLetters.set(letters, units.length)
    return units.push({ letters, sounds: soundsOf(letters), places: [] }) - 1
  }
  const indexed = people.map((person, number): IndexedPerson => {
    const words = nameWordsOf(person.name)
    const personUnits = allSpoken(words).map(({ letters, from, span, cost }): PersonUnit => {
      const unit = unitOf(letters)
      units[unit]?.places.push({ person: number, from, span, cost })
      return { unit, from, span, cost }
    })
    return { ...person, roles: words.map(({ role }) => role), units: personUnits }
  })
  const words = indexSounds(units, ({ places }) => places.some(({ span }) => span === 1))
  const joins = indexSounds(units, ({ places }) => places.every(({ span }) => span > 1))
  const tally = { gains: new Float64Array(people.length), countedFor: new Uint8Array(people.length) }
  return { people: indexed, units, byLetters, byCode: groupByCode(units, words.units), words, joins, tally }
}
