import { describe, expect, test } from 'vitest'

import type { Customer } from '../../customers/customer.ts'
import { house } from '../answers/golden-house.ts'
import { resolveBranch } from './branch-wish.ts'

const call = {
  id: '',
  companyId: '',
  retellCallId: '',
  branchId: null,
  customerId: null,
  language: 'de',
  direction: 'inbound',
  callerNumber: '+4917604069001',
  callerKind: 'number',
} as const
const customer: Customer = {
  id: '',
  phone: '+4917604069001',
  firstName: '',
  lastName: '',
  language: null,
  usualBranchId: 'west',
  usualStaffId: null,
  trusted: true,
}

type Known = { said?: string; staffBranchId?: string; called?: string; usual?: string | null }

/** The branch, or those that are asked about. */
function resolve({ said, staffBranchId, called, usual }: Known): string | string[] {
  const visit = {
    house,
    call: { ...call, branchId: called ?? null },
    customer: usual === undefined ? null : { ...customer, usualBranchId: usual },
  }
  const found = resolveBranch(visit, said, staffBranchId ?? null)
  return found.kind === 'branch' ? found.branch.id : found.branches.map(({ id }) => id)
}

describe('where a caller wants to come', () => {
  test.each([
    [
      'the branch they name goes before all others',
      { said: 'in der Filiale West', called: 'mitte', usual: 'mitte' },
      'west',
    ],
    ['its street or town will do', { said: 'Lindenstraße' }, 'mitte'],
    ['then that of the person they asked for', { staffBranchId: 'west', called: 'mitte' }, 'west'],
    ['then the one they called', { called: 'mitte', usual: 'west' }, 'mitte'],
    ['then where they usually go', { usual: 'west' }, 'west'],
    ['then it is asked', { usual: null }, ['mitte', 'west']],
    ['a name that fits none is asked about', { said: 'Hamburg', usual: 'west' }, ['mitte', 'west']],
    ['a branch that is closed for good is nobody’s usual one', { usual: 'gone' }, ['mitte', 'west']],
  ] as const)('%s', (_, known, expected) => {
    expect(resolve(known)).toEqual(expected)
  })
})
