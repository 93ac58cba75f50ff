import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'

import type { Database } from './tables.ts'

/** What a hot read runs on: the pool or a transaction. */
export type Executor = { executeQuery<R>(query: CompiledQuery<R>): Promise<QueryResult<R>> }

/** A query compiled once. Gives all rows; more than one where one was expected is for the caller to see. */
export type HotRead<P, O> = (executor: Executor, parameters: P) => Promise<O[]>

/** Stands in the compiled query where a parameter will be. */
class Placeholder {
  readonly key: PropertyKey
  constructor(key: PropertyKey) {
    this.key = key
  }
}

const compiler = new Kysely<Database>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** Statement text to the name it is prepared under. The connections look here, so that a transaction names it too. */
const names = new Map<string, string>()

/** The name a statement is to be prepared under; undefined for one that is sent once and forgotten. */
export function statementName(statement: string): string | undefined {
  return names.get(statement)
}

/**
 * A read that runs on every call: built and compiled once, then sent as a named statement, so that the database plans
 * it once per connection. Planning is most of what a small query costs.
 *
 * `build` gets stand-ins of the parameters' types: use each as a value (`where('id', '=', parameters.id)`, within `sql`
 * as any value), never look into it. Values that are no parameter become part of the statement.
 *
 * @throws Error when `name` is taken by another statement: at start, as hot reads are made when their module is loaded.
 */
export function hotRead<P extends object, O>(
  name: string,
  build: (db: Kysely<Database>, parameters: P) => { compile(): CompiledQuery<O> },
): HotRead<P, O> {
  const placeholders = new Proxy({}, { get: (_target, key) => new Placeholder(key) }) as P
  const compiled = build(compiler, placeholders).compile()
  for (const [statement, taken] of names) {
    if (taken === name && statement !== compiled.sql) throw new Error(`Two hot reads are called ${name}`)
  }
  names.set(compiled.sql, name)
  return async (executor, parameters) => {
    const values = compiled.parameters.map((value) =>
      value instanceof Placeholder ? parameters[value.key as keyof P] : value,
    )
    const result = await executor.executeQuery<O>({ ...compiled, parameters: values })
    return result.rows
  }
}
