import type { Transaction } from 'kysely'

import type { Db, InCompanyOptions } from './database.ts'
import type { Database } from './tables.ts'

/** What stands in for the database while everything is done in one transaction that is open already. */
export type JoinedTransaction = Pick<Db, 'inCompany'> & {
  /**
   * Something in it went wrong, so that it must not be committed. Nothing of it has happened: it can be done again, in
   * transactions of its own.
   */
  readonly isSpoiled: boolean
}

/** Something was asked of a joined transaction after a part of it had failed. */
export class SpoiledTransactionError extends Error {
  override readonly name = 'SpoiledTransactionError'
}

/**
 * Lets code that opens transactions of its own work in one that is open: each commit saved is a round trip, and half of what
 * a tool call costs is the waking of the other side.
 *
 * What would undo one transaction spoils the whole: there are no savepoints, and `retries` are for who begins again.
 *
 * @throws SpoiledTransactionError once it is spoiled; TypeError for another company's id.
 */
export function joinTransaction(tx: Transaction<Database>, companyId: string): JoinedTransaction {
  let isSpoiled = false
  return {
    get isSpoiled() {
      return isSpoiled
    },
    async inCompany<T>(
      id: string,
      work: (tx: Transaction<Database>) => Promise<T>,
      options?: InCompanyOptions,
    ): Promise<T> {
      if (id !== companyId) throw new TypeError('A transaction belongs to one company')
      if (isSpoiled) throw new SpoiledTransactionError('A part of the transaction has failed')
      options?.signal?.throwIfAborted()
      try {
        return await work(tx)
      } catch (error) {
        isSpoiled = true
        throw error
      }
    },
  }
}
