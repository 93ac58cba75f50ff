import type { Random } from '../../chaos/random.ts'
import type { Scene } from '../scene.ts'
import { askCallback, askServices, askWhen } from './asking-wishes.ts'
import { book, bookByName, bookForSeveral, lookAround } from './booking-wishes.ts'
import { cancel } from './change-wishes.ts'
import { move } from './move-wish.ts'
import type { Judgement } from './outcome.ts'
import { beStranger } from './stranger-wish.ts'

/** A wish that plays itself out; what came of it is looked up afterwards. */
export type Wish = {
  /** How often it is drawn, relative to the others. */
  weight: number
  /** Only somebody who has appointments can want it. */
  forRegulars: boolean
  play(scene: Scene): Promise<Judgement>
}

const wishes = {
  book: { weight: 40, forRegulars: false, play: book },
  book_by_name: { weight: 12, forRegulars: false, play: bookByName },
  book_for_several: { weight: 7, forRegulars: false, play: bookForSeveral },
  cancel: { weight: 9, forRegulars: true, play: cancel },
  move: { weight: 11, forRegulars: true, play: move },
  ask_when: { weight: 8, forRegulars: true, play: askWhen },
  ask_services: { weight: 4, forRegulars: false, play: askServices },
  ask_callback: { weight: 2, forRegulars: false, play: askCallback },
  stranger: { weight: 10, forRegulars: false, play: beStranger },
  look_around: { weight: 6, forRegulars: false, play: lookAround },
} as const satisfies Record<string, Wish>

export type WishName = keyof typeof wishes

export function drawWishName(random: Random): WishName {
  const names = Object.keys(wishes) as WishName[]
  const total = names.reduce((sum, name) => sum + wishes[name].weight, 0)
  let left = random.share() * total
  return names.find((name) => (left -= wishes[name].weight) < 0) ?? 'book'
}

export function needsRegular(name: WishName): boolean {
  return wishes[name].forRegulars
}

/** Plays the wish of that name. */
export async function playWish(name: WishName, scene: Scene): Promise<Judgement> {
  return await wishes[name].play(scene)
}
