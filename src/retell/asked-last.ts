import { asksBesides, speaksOfAppointment } from '../speech/asks-besides.ts'

/** What the caller was asked last, as a transcript goes on. */
export type AskedLast = {
  /** A result of a tool: with what it puts up for choice or takes away, or with a question of its own (its `say`). */
  result(putsOnTable: boolean, say: string): void
  /** Words of the agent. */
  agent(words: string): void
  /** The caller's turn: whether what they answer is about something else than what is on the table. */
  isBesides(): boolean
}

/**
 * Follows who asks the caller what. Their turn answers another question when the agent has put one of another tool's since
 * their last turn, or one of its own for a name or a number, and has not spoken of an appointment in the same breath. A
 * result alone asks nothing: nobody has heard it yet.
 */
export function followQuestions(): AskedLast {
  let toolsQuestion = ''
  let words = ''
  let wasBesides = false
  return {
    result(putsOnTable, say) {
      toolsQuestion = !putsOnTable && say.includes('?') ? say : ''
      // Whatever was asked before, this is what is asked now.
      if (putsOnTable) words = ''
    },
    agent(said) {
      words = `${words} ${said}`
    },
    isBesides() {
      const isToolsQuestion = toolsQuestion !== '' && words.includes(toolsQuestion)
      wasBesides = isToolsQuestion
        ? !speaksOfAppointment(words.replace(toolsQuestion, ' '))
        : asksBesides(words, wasBesides)
      words = ''
      return wasBesides
    },
  }
}
