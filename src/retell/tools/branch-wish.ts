import type { Branch } from '../../companies/company.ts'
import { foldName } from '../../speech/name-folding.ts'
import type { ToolVisit } from './tool.ts'

export type BranchWish = { kind: 'branch'; branch: Branch } | { kind: 'which_branch'; branches: readonly Branch[] }

/**
 * Where the caller wants to come: the branch they named, else the one of the person they asked for, else the one they
 * called, else where they usually go, else the only one there is. A name that fits no branch, or several, is asked about.
 */
export function resolveBranch(
  visit: Pick<ToolVisit, 'house' | 'call' | 'customer'>,
  said: string | undefined,
  staffBranchId: string | null,
): BranchWish {
  const { branches } = visit.house.company
  const [only] = branches
  if (branches.length === 1 && only !== undefined) return { kind: 'branch', branch: only }
  if (said !== undefined) {
    const [named, ...more] = namedBranches(branches, said)
    if (named !== undefined && more.length === 0) return { kind: 'branch', branch: named }
    return { kind: 'which_branch', branches: named === undefined ? branches : [named, ...more] }
  }
  const known = [staffBranchId, visit.call.branchId, visit.customer?.usualBranchId ?? null]
  const branch = known.flatMap((id) => branches.find((one) => one.id === id) ?? []).at(0)
  return branch === undefined ? { kind: 'which_branch', branches } : { kind: 'branch', branch }
}

/** Branches whose name, street or town has every telling word that was said. */
function namedBranches(branches: readonly Branch[], said: string): readonly Branch[] {
  const words = wordsOf(said).filter((word) => !filler.has(word))
  if (words.length === 0) return []
  const called = branches.filter((branch) => words.every((word) => wordsOf(branch.name).includes(word)))
  if (called.length > 0) return called
  return branches.filter((branch) => {
    const text = wordsOf(`${branch.name} ${branch.street} ${branch.city}`).join(' ')
    return words.every((word) => text.includes(word))
  })
}

const filler = new Set(
  'in der die das dem den filiale standort salon praxis branch the at location bei am im an'.split(' '),
)

function wordsOf(text: string): readonly string[] {
  return foldName(text)
    .split(' ')
    .filter((word) => word !== '')
}
