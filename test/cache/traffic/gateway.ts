import { toConfig } from '../../../src/app/config.ts'
import { createContext } from '../../../src/app/context.ts'
import { readEnv } from '../../../src/app/env.ts'
import { run } from '../../../src/app/run.ts'
import { gatherSecrets } from '../../../src/app/secrets.ts'
import { workerDeps } from '../../../src/app/start-process.ts'
import { createRequestBudget } from '../../../src/calendars/calcom/request-budget.ts'
import { systemRandom } from '../../../src/infra/random.ts'
import type { GatewayOrder, GatewaySettings } from './gateways.ts'

/** A program: a gateway on a clock that another process sets. Its jobs run when that process says so. */
const settings = JSON.parse(process.argv[2] ?? '{}') as GatewaySettings
let set = { now: Temporal.Instant.from(settings.now), atMs: performance.now() }
const sinceMs = () => (settings.clockRuns === true ? Math.floor(performance.now() - set.atMs) : 0)
const clock = { now: () => set.now.add({ milliseconds: sinceMs() }) }
const quiet = () => undefined
const env = readEnv(process.env)
const config = toConfig(env)
const context = await createContext(
  config,
  gatherSecrets(env, config, systemRandom),
  { processName: 'ringbook traffic', migrate: false },
  {
    clock,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    // What a key may ask in a minute is counted in minutes of that clock, too.
    accounts: {
      createBudget: () => createRequestBudget(() => clock.now().epochMilliseconds),
      ...(settings.breakerOpenMs !== undefined && { breakerOpenMs: settings.breakerOpenMs }),
    },
  },
)
const jobs = workerDeps(context, 'all')
const running = await run(context, 'serve', jobs)

async function obey(order: GatewayOrder): Promise<void> {
  const signal = new AbortController().signal
  switch (order.do) {
    case 'clock':
      set = { now: Temporal.Instant.from(order.now), atMs: performance.now() }
      return
    case 'webhooks':
      return await jobs.workCalendarWebhooks(order.companyId, signal)
    case 'poll':
      return await jobs.pollCalendars(signal)
    case 'warm':
      return await jobs.warmCalendars(signal)
    case 'stop':
      return await running.stop()
  }
}

process.on('message', (order: GatewayOrder) => {
  void obey(order).then(
    () => process.send?.({ id: order.id }),
    (error: unknown) => process.send?.({ id: order.id, failed: String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
process.send?.({ url: running.url })
