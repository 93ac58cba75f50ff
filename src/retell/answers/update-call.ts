import type { Answer } from '../reply.ts'
import { inLanguage, type Speaking } from './speaking.ts'

/** The answer to what was to be kept of a call. */
export function answerCallUpdate(speaking: Speaking): Answer<'update_call'> {
  return {
    status: 'ok',
    say: inLanguage(speaking, { de: 'Das habe ich notiert.', en: 'I have made a note of it.' }),
  }
}
