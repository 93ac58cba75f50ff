import type { PlantedBug } from './bug.ts'

const book = 'src/appointments/book.ts'
const takeOffer = 'src/appointments/take-offer.ts'
const freeStaff = 'src/appointments/free-staff.ts'
const confirmation = 'src/appointments/confirmation.ts'
const whoItIsFor = 'src/appointments/who-it-is-for.ts'
const noteEffect = 'noteEffect(tx, { companyId, key: command.effectKey, callId, tool: command.tool, appointmentId })'
const takeInTransaction = 'deps.database.inCompany(company.id, (tx) => take(tx, deps, attempt, day), options)'

/** What was agreed to, once, and told truly. */
export const agreementBugs: readonly PlantedBug[] = [
  {
    name: 'replayed_refusal',
    why: 'A caller goes on hearing that a time is taken after it has become free.',
    edits: [
      {
        file: book,
        from: "  if (outcome.kind !== 'time_refused') return outcome\n",
        to: "  if (outcome.kind !== 'booked' && outcome.kind !== 'time_refused') refusals.set(`${company.id} ${command.effectKey}`, outcome)\n  if (outcome.kind !== 'time_refused') return outcome\n",
      },
      {
        file: book,
        from: '  const effect = { companyId: company.id, key: command.effectKey }\n',
        to: '  const effect = { companyId: company.id, key: command.effectKey }\n  const refused = refusals.get(`${company.id} ${command.effectKey}`)\n  if (refused !== undefined) return refused\n',
      },
      { file: book, from: 'type Meant =\n', to: 'const refusals = new Map<string, BookOutcome>()\n\ntype Meant =\n' },
    ],
    seeds: [61],
  },
  {
    name: 'effect_not_stored',
    why: 'A repeat is a request of its own.',
    edits: [{ file: takeOffer, from: noteEffect, to: 'Promise.resolve(noteEffect)' }],
    seeds: [0],
  },
  {
    name: 'effect_outside_the_transaction',
    why: 'Who dies between the two leaves a booking no repeat knows of.',
    edits: [
      { file: takeOffer, from: noteEffect, to: 'Promise.resolve()' },
      {
        file: takeOffer,
        from: takeInTransaction,
        to: `deps.database.inCompany(company.id, (tx) => take(tx, deps, attempt, day), options).then(async (taken) => {
      if ('appointment' in taken && taken.kind === 'booked')
        await deps.database.inCompany(company.id, (tx) =>
          noteEffect(tx, { companyId: company.id, key: command.effectKey, callId: command.call.id, tool: command.tool, appointmentId: taken.appointment.id }),
        )
      return taken
    })`,
      },
    ],
    seeds: [0],
  },
  {
    name: 'booked_before_the_commit',
    why: 'A caller is told of an appointment that is then undone.',
    edits: [
      {
        file: takeOffer,
        from: takeInTransaction,
        to: `(async () => {
      const early = Promise.withResolvers<Awaited<ReturnType<typeof take>>>()
      const late = deps.database.inCompany(company.id, async (tx) => {
        const taken = await take(tx, deps, attempt, day)
        early.resolve(taken)
        return taken
      }, options)
      late.catch((error: unknown) => early.reject(error))
      const told = await early.promise
      await late.catch(() => undefined)
      return told
    })()`,
      },
    ],
    seeds: [11],
  },
  {
    name: 'confirmation_skipped',
    why: 'Who says no is booked.',
    edits: [
      {
        file: book,
        from: "      return { kind: 'needs_confirmation', offer, why: verdict }\n",
        to: "      return 'transcript'\n",
      },
    ],
    seeds: [0],
  },
  {
    name: 'yes_to_another_counts',
    why: 'Who agrees to eleven is booked at ten.',
    edits: [
      {
        file: confirmation,
        from: "return wanted === offerId ? 'confirmed' : 'changed'",
        to: "return 'confirmed'",
      },
    ],
    seeds: [5],
  },
  {
    name: 'last_word_does_not_count',
    why: 'Who changes their mind is booked all the same.',
    edits: [
      {
        file: confirmation,
        from: 'verdict = judgeTurn(turn, offerId, startOf) ?? withoutOffer(turn, verdict)',
        to: "verdict = verdict === 'unclear' ? (judgeTurn(turn, offerId, startOf) ?? verdict) : verdict",
      },
    ],
    seeds: [0],
  },
  {
    name: 'asked_over_and_over',
    why: 'An agent whose platform sends no transcript can never book.',
    edits: [
      {
        file: book,
        from: '  if (confirmationAskedAt === null || command.confirm !== true) return false\n',
        to: '  if (confirmationAskedAt === null || command.confirm !== undefined) return false\n',
      },
    ],
    seeds: [181],
  },
  {
    name: 'offer_of_another_call',
    why: 'An id overheard, or made up, books what was never offered to this caller.',
    edits: [
      {
        file: 'src/appointments/offers.ts',
        from: "    .where('company_id', '=', of.companyId)\n    .where('call_id', '=', of.callId)\n    .orderBy",
        to: "    .where('company_id', '=', of.companyId)\n    .orderBy",
      },
    ],
    seeds: [0],
  },
  {
    name: 'rules_not_looked_at_again',
    why: 'A day that was closed meanwhile is booked.',
    edits: [
      {
        file: freeStaff,
        from: 'const opening = openingAt(deps, offer, basis, heldForMs)',
        to: 'const opening = openingAt(deps, offer, basis, heldForMs)\n  if (opening === undefined) return (basis.busy.get(offer.staffId) ?? []).some((one) => one.startMs < offer.endsAt.epochMilliseconds && offer.startsAt.epochMilliseconds < one.endMs) ? null : [offer.staffId]',
      },
    ],
    seeds: [16],
  },
  {
    name: 'version_not_checked',
    why: 'What was changed meanwhile is changed back by somebody who never saw it.',
    edits: [
      { file: 'src/appointments/store.ts', from: "    .where('version', '=', appointment.version)\n", to: '' },
      {
        file: 'src/appointments/store.ts',
        from: 'version: appointment.version + 1,',
        to: 'version: sql`version + 1`,',
      },
    ],
    seeds: [29],
  },
  {
    name: 'customer_twice',
    why: 'One person is two, and each has half of their appointments.',
    edits: [
      {
        file: 'migrations/0003_customers_and_calls.ts',
        from: 'create unique index customers_phone on',
        to: 'create index customers_phone on',
      },
      {
        file: whoItIsFor,
        from: '[\n    findCustomerId(tx, companyId, phone),',
        to: '[\n    Promise.resolve(undefined),',
      },
      {
        file: 'src/customers/remember-customer.ts',
        from: `        .columns(['company_id', 'phone'])
        .where('phone', 'is not', null)
        .where('merged_into_id', 'is', null)
        .doUpdateSet({`,
        to: `        .columns(['id'])
        .doUpdateSet({`,
      },
    ],
    seeds: [15],
    changesSchema: true,
  },
  {
    name: 'usual_person_forgotten',
    why: 'Who has been to Anna for years is given to whoever is least booked.',
    edits: [
      {
        file: takeOffer,
        from: '{ branchId: wish.branch.id, staffId: given.staffIds[0] ?? offer.staffId }',
        to: '{ branchId: wish.branch.id, staffId: wish.customer?.usualStaffId ?? wish.house.staff[0]?.id ?? offer.staffId }',
      },
    ],
    seeds: [48],
  },
  {
    name: 'limit_off_by_one',
    why: 'A customer has one appointment more than allowed.',
    edits: [
      {
        file: takeOffer,
        from: 'known.open.length >= maxOpenAppointments',
        to: 'known.open.length > maxOpenAppointments',
      },
    ],
    seeds: [3],
  },
  {
    name: 'natural_key_missing',
    why: 'Who asks again for what they have hears that it is taken.',
    edits: [
      { file: takeOffer, from: 'const clash = known.open.find(', to: 'const clash = known.open.slice(0, 0).find(' },
    ],
    seeds: [5],
  },
]
