/** pg's way of writing a value for the wire, which its types leave out. */
declare module 'pg/lib/utils.js' {
  /** A parameter as text or as bytes; null for null and undefined. Arrays become array literals, other objects JSON. */
  export function prepareValue(value: unknown): string | Buffer | null
}
