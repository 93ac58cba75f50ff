/** The times of one breath: "Dienstag um zehn oder Mittwoch um elf". A comma stands within a date as well. */
const between = /\s*(?:[;\n]|\boder\b|\bor\b)\s*/iu
/** Ids of offers are so short that commas between them can be told from those in dates. */
const ids = /^[a-z0-9]{3,4}(?:\s*,\s*[a-z0-9]{3,4})*$/iu

/**
 * Reads an argument that is a list: an array, its JSON, one thing alone, or several in one text. Items of which `read` can
 * make nothing are left out; at most so many are looked at. Undefined when none is left.
 */
export function readListed<Item>(
  value: unknown,
  most: number,
  read: (item: unknown) => Item | undefined,
): readonly Item[] | undefined {
  const items = itemsOf(value)
    .slice(0, most)
    .map(read)
    .filter((item) => item !== undefined)
  return items.length === 0 ? undefined : items
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value !== 'string') return [value]
  const text = value.trim()
  const parsed = /^[[{]/.test(text) ? parseJson(text) : undefined
  if (Array.isArray(parsed)) return parsed
  if (parsed !== undefined) return [parsed]
  return text.split(ids.test(text) ? /\s*,\s*/ : between)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
