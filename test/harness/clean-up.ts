const cleanUps: (() => Promise<unknown>)[] = []

/** Has something closed or dropped when the test file is done; the last made goes first. May be called from any hook. */
export function whenFileIsDone(cleanUp: () => Promise<unknown>): void {
  cleanUps.push(cleanUp)
}

/** Runs what was asked for. One that fails does not keep the others from running. */
export async function cleanUp(): Promise<void> {
  const failures: unknown[] = []
  for (const one of cleanUps.splice(0).toReversed()) await one().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw new AggregateError(failures, 'Cleaning up after a test file failed')
}
