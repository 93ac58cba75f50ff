import type { CompanyDatabase } from '../../src/appointments/visit.ts'
import type { Break } from './step.ts'

/** The connection broke: whoever asked does not know what became of it. */
class ConnectionBroke extends Error {
  override readonly name = 'ConnectionBroke'
}

/** A database whose n-th transaction breaks: before its commit, so that it is undone, or after it, so that only the answer is lost. */
export function breaking(database: CompanyDatabase, { commit, side }: Break): CompanyDatabase {
  let transactions = 0
  return {
    async inCompany(companyId, work, options) {
      transactions += 1
      const isBroken = transactions === commit
      const result = await database.inCompany(
        companyId,
        async (tx) => {
          const worked = await work(tx)
          if (isBroken && side === 'before') throw new ConnectionBroke()
          return worked
        },
        options,
      )
      if (isBroken) throw new ConnectionBroke()
      return result
    },
  }
}
