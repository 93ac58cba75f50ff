import { writeDate, writeTime } from '../speech/say-when.ts'
import type { Talk } from './talk.ts'

type Search = { tool: string; args: Readonly<Record<string, unknown>> }

const MOST_SLOTS = 4

/** Another way to look for the caller's time: the next there is, several days at once, or what is near. */
export function drawSearch(talk: Talk): Search {
  const { scene, wish, spoken, service, staff, branch } = talk
  const what = { service, staff, branch }
  const nearby = { tool: 'get_alternatives', args: { ...spoken.args, ...what } }
  if (wish.kind !== 'at') {
    const daypart = wish.words[scene.language]
    return scene.random.chance(0.5)
      ? { tool: 'find_next_available', args: { from: spoken.args['date'], daypart, ...what } }
      : nearby
  }
  const time = writeTime(wish.time)
  const days = Array.from({ length: scene.random.whole(1, MOST_SLOTS) }, (_, day) => wish.date.add({ days: day }))
  const slots = days.map((date) => ({ date: writeDate(date), time }))
  return scene.random.chance(0.5) ? { tool: 'check_availability_batch', args: { slots, ...what } } : nearby
}
