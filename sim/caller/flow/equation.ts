import { bracesIn, fill, type Variables } from './fill.ts'
import type { Condition, Equation } from './flow.ts'

/** Whether an equation condition holds. Comparisons of size with what is no number do not. */
export function holds(condition: Extract<Condition, { kind: 'equation' }>, variables: Variables): boolean {
  const { equations, all } = condition
  if (equations.length === 0) return false
  return all ? equations.every((one) => equates(one, variables)) : equations.some((one) => equates(one, variables))
}

function equates({ left, operator, right }: Equation, variables: Variables): boolean {
  // Written with braces or without.
  const name = bracesIn(left)[0]
  const value = name === undefined ? (variables.get(left.trim()) ?? left) : fill(left, variables)
  const isSet = name === undefined ? variables.has(left.trim()) : !bracesIn(value).includes(name)
  const other = right === null ? '' : fill(right, variables)
  switch (operator) {
    case '==':
      return isSet && value === other
    case '!=':
      return !isSet || value !== other
    case 'contains':
      return isSet && value.includes(other)
    case 'not_contains':
      return !isSet || !value.includes(other)
    // An empty text is there.
    case 'exists':
      return isSet
    case 'not_exist':
      return !isSet
    default:
      return isSet && compares(Number(value), operator, Number(other))
  }
}

function compares(value: number, operator: string, other: number): boolean {
  switch (operator) {
    case '>':
      return value > other
    case '>=':
      return value >= other
    case '<':
      return value < other
    case '<=':
      return value <= other
    default:
      return false
  }
}
