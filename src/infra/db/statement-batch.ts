import { type Connection, DatabaseError, Query } from 'pg'

/** A named statement somebody waits for. Its values are as they go over the wire. */
export type AskedStatement = {
  name: string
  text: string
  values: (string | Buffer | null)[]
  resolve: (answer: StatementAnswer) => void
  reject: (error: unknown) => void
}

/** What the database said to a statement. `rowCount` is null for those that count nothing. */
export type StatementAnswer = { command: string; rowCount: number | null; rows: Record<string, unknown>[] }

/** A statement sent before this one has failed: the database has not looked at this one. */
export class StatementSkippedError extends Error {
  override readonly name = 'StatementSkippedError'
  constructor(cause: unknown) {
    super('A statement sent before this one has failed', { cause })
  }
}

type Parse = (text: string) => unknown
/** Gives what reads a value of the type with this number. */
type ParserOf = (typeId: number) => Parse

/** The columns a statement answers with: the same for as long as it is prepared. */
type Columns = { names: readonly string[]; parsers: readonly Parse[]; empty: Record<string, null> }
const NO_COLUMNS: Columns = { names: [], parsers: [], empty: {} }

/** What pg keeps of a connection, and does not name in its types. */
type NamedStatements = { parsedStatements: Record<string, string>; submittedNamedStatements: Record<string, string> }
type Sending = Connection & NamedStatements

/** The columns of what is prepared on a connection: whoever knows them need not ask again. */
const columnsOn = new WeakMap<Connection, Map<string, Columns>>()

/**
 * Named statements that are sent together and answered together: one Sync at their end, where pg ends every statement with
 * one, after each of which the database writes out its answer and wakes this process. What a statement answers with is
 * described once per connection.
 *
 * Only for statements of one transaction that has begun, or begins with the first of them: without one, all of them were one.
 * After one that fails those behind it are skipped.
 *
 * Written against pg's queries (`Submittable`): pg hands over what the database says, in order, from `submit` to
 * `handleReadyForQuery` or `handleError`.
 */
export class StatementBatch extends Query {
  /** Of the statement that is being answered: pg notes under this that it has been parsed. */
  name: string | undefined
  text: string | undefined
  /** Set by pg, to end its timer. */
  callback: ((error: unknown) => void) | undefined
  readonly #asked: readonly AskedStatement[]
  readonly #parserOf: ParserOf
  readonly #answers: (StatementAnswer | { fault: unknown })[] = []
  #known = new Map<string, Columns>()
  #columns = NO_COLUMNS
  #rows: Record<string, unknown>[] = []
  #fault: { fault: unknown } | undefined

  /** @param asked at least one. */
  constructor(asked: readonly AskedStatement[], parserOf: ParserOf) {
    super('')
    this.#asked = asked
    this.#parserOf = parserOf
  }

  override submit = (connection: Connection): void => {
    const sending = connection as Sending
    this.#known = knownOn(connection)
    connection.stream.cork()
    for (const { name, text, values } of this.#asked) {
      if (sending.parsedStatements[name] === undefined && sending.submittedNamedStatements[name] === undefined) {
        connection.parse({ name, text, types: [] }, true)
        sending.submittedNamedStatements[name] = text
      }
      connection.bind({ statement: name, values }, true)
      if (!this.#known.has(name)) connection.describe({ type: 'P' }, true)
      connection.execute({}, true)
    }
    connection.sync()
    connection.stream.uncork()
    this.#turnTo(0)
  }

  handleRowDescription({ fields }: { fields: readonly { name: string; dataTypeID: number }[] }): void {
    const names = fields.map(({ name }) => name)
    this.#columns = {
      names,
      parsers: fields.map(({ dataTypeID }) => this.#parserOf(dataTypeID)),
      empty: Object.fromEntries(names.map((name) => [name, null])),
    }
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const { names, parsers, empty } = this.#columns
    const row: Record<string, unknown> = { ...empty }
    try {
      for (let index = 0; index < fields.length; index++) {
        const text = fields[index]
        if (text !== null && text !== undefined) row[names[index] ?? ''] = parsers[index]?.(text)
      }
      this.#rows.push(row)
    } catch (error) {
      this.#fault ??= { fault: error }
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const asked = this.#asked[this.#answers.length]
    if (asked !== undefined && !this.#known.has(asked.name)) this.#known.set(asked.name, this.#columns)
    const [command = '', ...counts] = text.split(' ')
    const count = counts.at(-1)
    this.#answers.push(
      this.#fault ?? { command, rowCount: count === undefined ? null : Number(count), rows: this.#rows },
    )
    this.#turnTo(this.#answers.length)
  }

  handleReadyForQuery(): void {
    for (const [index, asked] of this.#asked.entries()) this.#settle(asked, index)
    this.callback?.(null)
  }

  /** `error`: what the database says to the statement it was about, or what has become of the connection. May come twice. */
  handleError(error: unknown, connection: Connection): void {
    const failed = this.#answers.length
    // Without its end nothing of it is sure: a connection has broken, or what was done is undone at the very last.
    const isStatement = error instanceof DatabaseError && failed < this.#asked.length
    for (const [index, asked] of this.#asked.entries()) {
      delete (connection as Sending).submittedNamedStatements[asked.name]
      if (index < failed && isStatement) this.#settle(asked, index)
      else asked.reject(index > failed && isStatement ? new StatementSkippedError(error) : error)
    }
    this.callback?.(error)
  }

  #settle({ resolve, reject }: AskedStatement, index: number): void {
    const answer = this.#answers[index]
    if (answer === undefined) reject(new Error('The database has not answered this statement'))
    else if ('fault' in answer) reject(answer.fault)
    else resolve(answer)
  }

  #turnTo(index: number): void {
    const asked = this.#asked[index]
    this.name = asked?.name
    this.text = asked?.text
    this.#columns = (asked === undefined ? undefined : this.#known.get(asked.name)) ?? NO_COLUMNS
    this.#rows = []
    this.#fault = undefined
  }
}

function knownOn(connection: Connection): Map<string, Columns> {
  const known = columnsOn.get(connection) ?? new Map<string, Columns>()
  columnsOn.set(connection, known)
  return known
}
