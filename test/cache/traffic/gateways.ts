import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** What a gateway is told to do. */
export type GatewayOrder = { readonly id: number } & GatewayDeed

export type GatewayDeed =
  | { readonly do: 'clock'; readonly now: string }
  | { readonly do: 'webhooks'; readonly companyId: string }
  | { readonly do: 'poll' | 'warm' | 'stop' }

export type GatewaySettings = {
  /** Where its clock stands at first. */
  readonly now: string
  /** Whether it goes on by itself from where it is set. */
  readonly clockRuns?: boolean
  /** How long a calendar in trouble is left alone; as long as usual when it is not said. */
  readonly breakerOpenMs?: number
}

type Answer = { id: number; failed?: string }

/** A gateway in a process of its own. */
export type GatewayChild = {
  readonly url: string
  /** @throws Error when it could not. */
  tell(deed: GatewayDeed): Promise<void>
}

export type Gateways = {
  readonly children: readonly [GatewayChild, ...GatewayChild[]]
  /** All of them. */
  tellAll(deed: GatewayDeed): Promise<void>
  stop(): Promise<void>
}

/** Starts gateways that share a database and, where `env` names one, a Redis. */
export async function startGateways(
  count: number,
  settings: GatewaySettings,
  env: Record<string, string>,
): Promise<Gateways> {
  const started = await Promise.all(Array.from({ length: count }, () => start(settings, env)))
  const [first, ...others] = started
  if (first === undefined) throw new RangeError('At least one')
  const tellAll = async (deed: GatewayDeed) => void (await Promise.all(started.map((one) => one.tell(deed))))
  return {
    children: [first, ...others],
    tellAll,
    async stop() {
      await tellAll({ do: 'stop' }).catch(() => undefined)
      for (const { child } of started) child.disconnect()
    },
  }
}

async function start(
  settings: GatewaySettings,
  env: Record<string, string>,
): Promise<GatewayChild & { child: ChildProcess }> {
  const child = fork(new URL('gateway.ts', import.meta.url), [JSON.stringify(settings)], {
    env: { PATH: process.env['PATH'], PORT: '0', RINGBOOK_SECRET_KEY: '5e'.repeat(32), ...env },
  })
  const [{ url }] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error('A gateway did not start')
    }),
  ])) as [{ url: string }]
  const waiting = new Map<number, PromiseWithResolvers<void>>()
  child.on('message', ({ id, failed }: Answer) => {
    const one = waiting.get(id)
    waiting.delete(id)
    if (failed === undefined) one?.resolve()
    else one?.reject(new Error(failed))
  })
  child.on('exit', () => {
    for (const one of waiting.values()) one.reject(new Error('A gateway ended'))
  })
  let made = 0
  return {
    child,
    url,
    async tell(deed) {
      const id = (made += 1)
      const answered = Promise.withResolvers<void>()
      waiting.set(id, answered)
      child.send({ id, ...deed } satisfies GatewayOrder)
      await answered.promise
    },
  }
}
