import type { TestRedis } from '../../harness/redis.ts'
import type { TroubleStage } from './stage.ts'

/** What befalls a Redis, one after the other, each until it has lasted long enough. */
export async function strikeRedis(
  stage: TroubleStage,
  redis: TestRedis,
  lasts: (phase: string) => Promise<unknown>,
): Promise<void> {
  const steps: [string, () => Promise<unknown> | void][] = [
    ['well', () => undefined],
    ['killed', () => redis.kill()],
    ['started again', () => redis.start()],
    ['frozen', () => redis.freeze()],
    ['thawed', () => redis.thaw()],
    ['wiped', () => redis.wipe()],
    ['frozen again', () => redis.freeze()],
    ['killed while frozen', () => redis.kill()],
    ['started at last', () => redis.start()],
  ]
  for (const [phase, strike] of steps) {
    stage.enter(phase)
    await strike()
    await lasts(phase)
  }
}

/** How many gateways have Redis, as their metrics tell it. */
export async function haveRedis({ gateways }: TroubleStage): Promise<number> {
  let count = 0
  for (const { url } of gateways.children) {
    if (/^ringbook_redis_up 1$/m.test(await (await fetch(`${url}/metrics`)).text())) count += 1
  }
  return count
}
