import { type OfferRead, understandAnswer } from '../speech/answer.ts'

type AnswerLine = { turns: readonly string[]; offers: readonly OfferRead[]; today: Temporal.PlainDate | undefined }

function offerOf(value: unknown, index: number): OfferRead {
  const fields = typeof value === 'string' ? { at: value } : value
  if (typeof fields !== 'object' || fields === null || !('at' in fields) || typeof fields.at !== 'string') {
    throw new TypeError('an offer is a local ISO time, or {"id","at"}')
  }
  const id = 'id' in fields && typeof fields.id === 'string' ? fields.id : String(index + 1)
  return { id, at: Temporal.PlainDateTime.from(fields.at) }
}

function turnsOf(text: unknown): readonly string[] {
  if (typeof text === 'string') return [text]
  if (Array.isArray(text) && text.every((turn) => typeof turn === 'string')) return text
  throw new TypeError('text must be a string, or a list of them')
}

function readLine(json: string): AnswerLine {
  const line: unknown = JSON.parse(json)
  if (typeof line !== 'object' || line === null || !('text' in line)) throw new TypeError('text must be a string')
  const offers: readonly unknown[] = 'offers' in line && Array.isArray(line.offers) ? line.offers : []
  const today = 'today' in line && typeof line.today === 'string' ? Temporal.PlainDate.from(line.today) : undefined
  return { turns: turnsOf(line.text), offers: offers.map(offerOf), today }
}

/**
 * Reads one JSON line `{"text","lang","offers"?,"today"?}` and answers with one JSON line `{"answer":"yes"|"no"|"change"|
 * "choice"|"unclear"}`, with `offer` (the id) for a choice and `said` for a change. `text` is one turn or a list of turns;
 * `offers` are local ISO times or `{"id","at"}`, in the order read out; an offer without an id is called by its number. A line
 * that is no such JSON is answered with `{"error"}`.
 */
export function understandYesNoLine(json: string): string {
  try {
    const { turns, offers, today } = readLine(json)
    const answer = understandAnswer(turns, offers, today)
    if (answer.kind === 'choice') return JSON.stringify({ answer: answer.kind, offer: answer.offerId })
    if (answer.kind === 'change') return JSON.stringify({ answer: answer.kind, said: answer.said })
    return JSON.stringify({ answer: answer.kind })
  } catch (error) {
    return JSON.stringify({ error: error instanceof Error ? error.message : 'not readable' })
  }
}
