/** Answers to slot questions, given again for a moment to the very same question: whatever was booked meanwhile. */
export type SlotCache = {
  get(question: string, nowMs: number): unknown
  put(question: string, answer: unknown, untilMs: number): void
  forget(): void
}

/** Questions remembered at most; with more, all are forgotten. */
const MOST = 10_000

export function createSlotCache(): SlotCache {
  const answers = new Map<string, { answer: unknown; untilMs: number }>()
  return {
    get(question, nowMs) {
      const known = answers.get(question)
      return known !== undefined && nowMs < known.untilMs ? known.answer : undefined
    },
    put(question, answer, untilMs) {
      if (answers.size >= MOST) answers.clear()
      answers.set(question, { answer, untilMs })
    },
    forget: () => answers.clear(),
  }
}
