/** Deeper than anything a voice platform sends, and shallow enough to be walked. */
const DEEPEST = 20

/**
 * A JSON value a database can keep: texts without zero characters and halves of characters, nothing nested deeper than twenty
 * levels (null instead).
 */
export function storableJson(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return storableText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEEPEST) return null
  if (Array.isArray(value)) return value.map((item) => storableJson(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [storableText(key), storableJson(item, depth + 1)]),
  )
}

/** Cut to a length, if one is given. */
export function storableText(text: string, longest?: number): string {
  return text.replaceAll('\0', '').slice(0, longest).toWellFormed()
}
