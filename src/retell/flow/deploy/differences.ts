import { isRaw } from '../read-flow.ts'

/** Enough to see what happened. */
export const MOST_DIFFERENCES = 20

/**
 * Where something found differs from what was wanted, as paths: `nodes.offer.instruction.text`. The platform adds fields of
 * its own, so only what was wanted is compared; null and missing are the same. Things in lists are told apart by their ids.
 */
export function differences(wanted: unknown, found: unknown): string[] {
  return compare(wanted, found, '').slice(0, MOST_DIFFERENCES)
}

function compare(wanted: unknown, found: unknown, path: string): string[] {
  if (wanted === null || wanted === undefined) return found === null || found === undefined ? [] : [path]
  if (Array.isArray(wanted)) return Array.isArray(found) ? compareLists(wanted, found, path) : [path]
  if (isRaw(wanted)) {
    if (!isRaw(found)) return [path]
    return Object.entries(wanted).flatMap(([key, value]) => compare(value, found[key], join(path, key)))
  }
  return Object.is(wanted, found) ? [] : [path]
}

function compareLists(wanted: readonly unknown[], found: readonly unknown[], path: string): string[] {
  const names = wanted.map(nameOf)
  if (names.some((name) => name === undefined)) {
    if (wanted.length !== found.length) return [path]
    return wanted.flatMap((value, index) => compare(value, found[index], join(path, String(index))))
  }
  const byName = new Map(found.map((value) => [nameOf(value), value]))
  const more = found.map(nameOf).filter((name) => name === undefined || !names.includes(name))
  return [
    ...wanted.flatMap((value) => compare(value, byName.get(nameOf(value)), join(path, nameOf(value) ?? ''))),
    ...more.map((name) => join(path, name ?? '?')),
  ]
}

function nameOf(value: unknown): string | undefined {
  if (!isRaw(value)) return undefined
  const name = value['id'] ?? value['tool_id'] ?? value['name'] ?? value['agent_id']
  return typeof name === 'string' ? name : undefined
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
