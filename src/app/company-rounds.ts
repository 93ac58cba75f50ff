/** What looking at every company's calendar needs. */
export type CompanyRoundDeps = {
  companies(): Promise<readonly { id: string }[]>
  events: {
    calendarSyncFailed(companyId: string, error: unknown): void
    alert(alert: string, fields: { job: string; count: number }): void
  }
}

/** What is done for each company, and how long it may take there. */
export type CompanyRound = {
  /** The job it is part of. */
  readonly job: string
  readonly deadlineMs: number
  readonly look: (companyId: string, signal: AbortSignal) => Promise<unknown>
}

/** One whose calendar hangs takes a place for as long as it may: so many have to hang before others wait. */
const COMPANIES_AT_ONCE = 8

/**
 * Looks at all companies, several at once, each within a time of its own. Each round begins with those whose turn was longest ago:
 * what one does not come to is first in the next, so that however many calendars hang every company has its turn. What is remembered
 * of that is this process's own.
 */
export function createCompanyRounds(
  deps: CompanyRoundDeps,
  { job, deadlineMs, look }: CompanyRound,
): (signal: AbortSignal) => Promise<void> {
  const turns = new Map<string, number>()
  const turnOf = ({ id }: { id: string }) => turns.get(id) ?? 0
  let turn = 0
  return async (signal) => {
    const companies = await deps.companies()
    const inOrder = companies.toSorted((one, other) => turnOf(one) - turnOf(other)).values()
    let begun = 0
    const worker = async () => {
      while (!signal.aborted) {
        const { value: company } = inOrder.next()
        if (company === undefined) return
        begun += 1
        turn += 1
        turns.set(company.id, turn)
        const own = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])
        // One company's calendar being away must not keep the others from being looked at.
        await look(company.id, own).catch((error: unknown) => deps.events.calendarSyncFailed(company.id, error))
      }
    }
    await Promise.all(Array.from({ length: COMPANIES_AT_ONCE }, worker))
    const count = companies.length - begun
    if (count > 0) deps.events.alert('calendars_not_reached', { job, count })
  }
}
