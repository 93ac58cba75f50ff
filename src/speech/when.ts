export type { DailyHours, When, WhenContext, WhenGrain, WhenQuestion, WhenSaid } from './when/reading.ts'
export { understandWhen } from './when/understand.ts'
export { type DaysSpoken, type MentionedTime, timesMentioned } from './when/mentioned-times.ts'
