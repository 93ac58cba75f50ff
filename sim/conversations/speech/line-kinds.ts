type Choices = readonly [string, ...string[]]

/** What callers say, several ways each; "{service}" and the like are filled in. */
export type Lines = {
  /** A wish with everything in it, and one with the service alone. */
  book: Choices
  bookVaguely: Choices
  withStaff: Choices
  inBranch: Choices
  forSomebody: Choices
  when: Choices
  yes: Choices
  take: Choices
  no: Choices
  /** Declines without a no in it. */
  cannot: Choices
  instead: Choices
  notThatService: Choices
  notThatStaff: Choices
  notThatTime: Choices
  changedMind: Choices
  yesAndNo: Choices
  hesitate: Choices
  ask: Choices
  name: Choices
  number: Choices
  service: Choices
  anyStaff: Choices
  leave: Choices
  nothingFits: Choices
  bye: Choices
  askWhen: Choices
  askServices: Choices
  cancel: Choices
  cancelYes: Choices
  cancelNo: Choices
  move: Choices
  thatOne: Choices
  code: Choices
  day: Choices
  callback: Choices
  stranger: Choices
  orders: Choices
  wordy: Choices
  /** What the agent says of itself. */
  agentAsks: Choices
  agentAnswers: Choices
}
