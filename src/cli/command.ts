/** How a command talks to whoever called it. */
export type Io = {
  /** A line of the answer, on standard output. */
  out(line: string): void
  /** A line beside the answer, on standard error. */
  err(line: string): void
  /** The lines of standard input, read as they come. */
  lines(): AsyncIterable<string>
  env: Readonly<Record<string, string | undefined>>
  /** Whether colours are welcome: a terminal, and nobody said no. */
  colours: boolean
}

/** A command of `ringbook`: what a file in this folder named after it exports. */
export type Command = {
  /** One line for the list of commands. */
  summary: string
  /** The command with its arguments and what each option does. */
  usage: string
  /** Command lines worth copying, each with what it does. */
  examples: readonly (readonly [commandLine: string, what: string])[]
  /**
   * Runs it and gives the exit code. `--help` never arrives here; `--json` does, and means one JSON value on `out`.
   *
   * @throws UsageError for arguments it does not understand; any other Error is told in one line
   */
  run(args: string[], io: Io): Promise<number>
}

/** The arguments make no sense. Told together with where help is. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Whether an error says that the arguments make no sense: ours, or one of node's argument parser. */
export function isUsageError(error: unknown): boolean {
  if (error instanceof UsageError) return true
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
