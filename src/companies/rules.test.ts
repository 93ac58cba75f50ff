import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { RuleLevel } from './company.ts'
import { DEFAULT_RULES, rulesFor } from './rules.ts'

const silent: RuleLevel = {
  branchId: null,
  serviceId: null,
  minimumNoticeMinutes: null,
  horizonDays: null,
  slotGridMinutes: null,
  maxOpenAppointments: null,
  cancellationNoticeMinutes: null,
  reschedulingNoticeMinutes: null,
  maxMovesPerAppointment: null,
  maxCancellations: null,
  cancellationPeriodDays: null,
  needsApproval: null,
  offersBesideOwn: null,
}

const company: RuleLevel = { ...silent, horizonDays: 10, slotGridMinutes: 10, minimumNoticeMinutes: 10 }
const branch: RuleLevel = { ...silent, branchId: 'b', horizonDays: 20, slotGridMinutes: 20, maxOpenAppointments: 20 }
const service: RuleLevel = { ...silent, serviceId: 's', horizonDays: 30, maxOpenAppointments: 30 }
const both: RuleLevel = { ...silent, branchId: 'b', serviceId: 's', horizonDays: 40, minimumNoticeMinutes: 0 }

test('where nobody says anything the defaults hold', () => {
  expect(rulesFor({ rules: [silent] }, 'b', 's')).toEqual(DEFAULT_RULES)
})

test.each([
  [
    'a service at a branch',
    'b',
    's',
    { horizonDays: 40, slotGridMinutes: 20, minimumNoticeMinutes: 0, maxOpenAppointments: 30 },
  ],
  ['the service elsewhere', 'x', 's', { horizonDays: 30, slotGridMinutes: 10, minimumNoticeMinutes: 10 }],
  ['another service at the branch', 'b', 'x', { horizonDays: 20, slotGridMinutes: 20, minimumNoticeMinutes: 10 }],
  ['the company as such', null, null, { horizonDays: 10, slotGridMinutes: 10, minimumNoticeMinutes: 10 }],
] as const)('the most exact level wins, figure by figure: %s', (_name, branchId, serviceId, figures) => {
  fc.assert(
    fc.property(fc.shuffledSubarray([company, branch, service, both], { minLength: 4 }), (rules) => {
      expect(rulesFor({ rules }, branchId, serviceId)).toMatchObject(figures)
    }),
  )
})

test('zero and no are said, not left out', () => {
  const rules = [
    { ...silent, minimumNoticeMinutes: 0, needsApproval: true },
    { ...silent, serviceId: 's', needsApproval: false },
  ]
  expect(rulesFor({ rules }, null, 's')).toMatchObject({ minimumNoticeMinutes: 0, needsApproval: false })
})
