/** A time, a day or a place in the list that a caller named while answering an offer. */
export type Mention = {
  /** How many words it took. */
  used: number
  /**
   * `time` is a clock reading, `bare` a lone number that may be one, `day` a date or weekday, `part` a wider stretch
   * ("vormittags", "nach 17 Uhr"), `place` a place among the offers ("den zweiten"), `relative` a day that cannot be told
   * without knowing today.
   */
  what: 'time' | 'bare' | 'day' | 'part' | 'place' | 'relative'
  /** Is this offer meant? `index` and `count` place it among the offers, in the order they were read out. */
  fits: (at: Temporal.PlainDateTime, index: number, offers: readonly Temporal.PlainDateTime[]) => boolean
}
