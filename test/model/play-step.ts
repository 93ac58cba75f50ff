import { playCancel, playCloseDay, playHangUp, playOccupy, playRunOut, playTidy } from './play-around.ts'
import { playAsk } from './play-ask.ts'
import { playBook, playRepeat } from './play-book.ts'
import type { RealHouse } from './real-house.ts'
import { MINUTE } from './reference-openings.ts'
import type { Reference } from './reference.ts'
import { compareSegments } from './segments.ts'
import type { Step } from './step.ts'

/**
 * Does a step in the house and in the reference, and compares what came of it: the outcome, and everything that is
 * active afterwards.
 *
 * @throws Disagreement when the two differ; what the house throws where it should have answered.
 */
export async function playStep(step: Step, reference: Reference, real: RealHouse): Promise<void> {
  await play(step, reference, real)
  await compareSegments(reference, real)
}

async function play(step: Step, reference: Reference, real: RealHouse): Promise<void> {
  switch (step.kind) {
    case 'ask':
      return await playAsk(step, reference, real)
    case 'book':
      return await playBook(step, reference, real)
    case 'repeat':
      return await playRepeat(step, reference, real)
    case 'cancel':
      await playCancel(step, reference, real)
      if (!step.triesAgain || reference.refused.length === 0) return
      return await playRepeat({ ofRefused: true, request: reference.refused.length - 1 }, reference, real)
    case 'run_out':
      return await playRunOut(step.hold, reference, real)
    case 'tidy':
      return await playTidy(reference, real)
    case 'hang_up':
      return await playHangUp(step.call, reference, real)
    case 'occupy':
      return await playOccupy(step, reference, real)
    case 'close_day':
      return await playCloseDay(step.afterDays, reference, real)
    case 'wait':
      reference.nowMs += step.minutes * MINUTE
  }
}
