/** A number found at the start of a row of words, and how many of the words it took. */
export type Numeral = { value: number; used: number; ordinal: boolean }
