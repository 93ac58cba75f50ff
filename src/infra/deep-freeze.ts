/** Freezes a value of arrays and plain objects all the way down; what many callers share, none may change. Gives it back. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  // Values of classes (dates, instants) are left alone: those here cannot be changed anyway.
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return value
  for (const inner of Object.values(value)) deepFreeze(inner)
  return Object.freeze(value)
}
