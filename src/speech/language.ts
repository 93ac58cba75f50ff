/** The languages Ringbook speaks. Understanding always reads both together; a sentence is in one. */
export type Language = 'de' | 'en'
