import { setTimeout as wait } from 'node:timers/promises'

import type { BookingsSeen } from './bookings-seen.ts'
import type { ProxyFault } from './fault-proxy.ts'
import { findFaketime } from './gateway.ts'
import type { Probe } from './probe.ts'
import type { Random } from './random.ts'
import type { Stack } from './stack.ts'

/** Faults of processes; those of the network are the proxy's. */
const processFaults = [
  'gateway_kill',
  'gateway_restart',
  'gateway_freeze',
  'postgres_kill',
  'backend_kill',
  'postgres_freeze',
  'clock_shift',
] as const
export type ProcessFault = (typeof processFaults)[number]

const proxyFaults = [
  'delay',
  'stall',
  'refuse',
  'drop',
  'cut_bytes',
  'commit_lost',
  'commit_cut',
  'answer_cut',
] as const satisfies readonly ProxyFault['kind'][]

/** What was done, and what came of it. */
export type NemesisReport = {
  /** By kind, how often it struck. */
  struck: Readonly<Record<string, number>>
  /** From a kill -9 to the next booking of anybody that was sent after it and confirmed, each. */
  recoveriesMs: readonly number[]
  /** The same of the probe alone, which stands in line with everybody: it asks for a time, and then books it. */
  probesMs: readonly number[]
  /** How often the gateway ended though nobody had killed it. */
  crashes: number
  /** Kills after which nothing could be booked for half a minute. */
  neverRecovered: number
}

export type NemesisOptions = { random: Random; isOver: () => boolean; probe: Probe; seen: BookingsSeen }

/** Shots that are armed together: one COMMIT among thousands is no storm. */
const MOST_SHOTS = 6
const SHORTEST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 600
const LONGEST_STALL_MS = 2_500
const LONGEST_FREEZE_MS = 2_500
/** By what a transaction that books is known; most others only look, and whether they end is nobody's loss. */
const BOOKING = 'insert into "appointments"'
const BOOKING_SHARE = 0.6
/** Seconds. Inside the five minutes by which a signature may be early or late. */
const CLOCK_SHIFTS = ['+200', '-200'] as const

/** Does one thing after another to a stack until it is over. Everything has been taken back when it resolves. */
export async function haunt(stack: Stack, { random, isOver, probe, seen }: NemesisOptions): Promise<NemesisReport> {
  const struck: Record<string, number> = {}
  const recoveriesMs: number[] = []
  const probesMs: number[] = []
  const deck: (ProcessFault | ProxyFault['kind'])[] = []
  let neverRecovered = 0
  const before = { ...stack.proxy.struck() }
  const crashesBefore = stack.gateway.crashes()
  while (!isOver()) {
    await wait(random.whole(SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS))
    if (deck.length === 0) deck.push(...shuffledDeck(random))
    const fault = deck.pop() ?? 'drop'
    if (!isProcessFault(fault)) {
      armSome(stack, fault, random)
      continue
    }
    const startedMs = performance.now()
    const bringBack = await strikeProcess(stack, fault, random)
    const struckMs = performance.now()
    struck[fault] = (struck[fault] ?? 0) + 1
    if (bringBack === undefined) continue
    // Recovery is from the kill alone: what the network does besides must not be taken for it.
    stack.proxy.heal()
    const [recovery] = await Promise.all([probe.untilBooked(), bringBack()])
    if (!recovery.booked) {
      neverRecovered += 1
      continue
    }
    const probedAtMs = struckMs + recovery.milliseconds
    probesMs.push(probedAtMs - startedMs)
    recoveriesMs.push(Math.min(probedAtMs, seen.firstSentAfter(struckMs) ?? probedAtMs) - startedMs)
  }
  await stack.settle()
  for (const [kind, count] of Object.entries(stack.proxy.struck())) struck[kind] = count - (before[kind] ?? 0)
  return { struck, recoveriesMs, probesMs, crashes: stack.gateway.crashes() - crashesBefore, neverRecovered }
}

/**
 * Every kind comes up before any comes again; those of the network twice, as a process that is started again costs seconds
 * in which little else can be seen.
 */
function shuffledDeck(random: Random): readonly (ProcessFault | ProxyFault['kind'])[] {
  const possible = processFaults.filter((fault) => fault !== 'clock_shift' || findFaketime() !== undefined)
  return [...possible, ...proxyFaults, ...proxyFaults]
    .map((fault) => ({ fault, place: random.share() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ fault }) => fault)
}

function isProcessFault(fault: ProcessFault | ProxyFault['kind']): fault is ProcessFault {
  return processFaults.some((known) => known === fault)
}

function armSome(stack: Stack, kind: ProxyFault['kind'], random: Random): void {
  switch (kind) {
    case 'delay':
      return stack.proxy.arm({ kind, milliseconds: random.whole(5, 120), forMs: random.whole(200, 2_000) })
    case 'stall':
    case 'refuse':
      return stack.proxy.arm({ kind, forMs: random.whole(100, LONGEST_STALL_MS) })
    case 'drop':
    case 'silence':
      return stack.proxy.arm({ kind })
    case 'cut_bytes':
      for (let shot = random.whole(1, MOST_SHOTS); shot > 0; shot--) {
        stack.proxy.arm({ kind, bytes: random.whole(0, 200) })
      }
      return
    case 'commit_lost':
    case 'commit_cut':
    case 'answer_cut':
      for (let shot = random.whole(1, MOST_SHOTS); shot > 0; shot--) {
        stack.proxy.arm({ kind, ...(random.chance(BOOKING_SHARE) && { after: BOOKING }) })
      }
  }
}

/**
 * Does it, and puts the process back on its feet: what is looked at is what comes after. After a kill that is left to whoever
 * tries to book meanwhile: gives what does it.
 */
async function strikeProcess(
  stack: Stack,
  fault: ProcessFault,
  random: Random,
): Promise<(() => Promise<void>) | undefined> {
  const { gateway, postgres, proxy } = stack
  switch (fault) {
    case 'gateway_kill':
      await gateway.kill()
      return () => gateway.start()
    case 'gateway_restart':
      await gateway.stop()
      // Starting needs the database; a fault of the network must not be taken for one of starting.
      proxy.heal()
      await gateway.start()
      return undefined
    case 'clock_shift':
      await gateway.stop()
      proxy.heal()
      await gateway.start(random.pick(CLOCK_SHIFTS))
      return undefined
    case 'gateway_freeze':
      gateway.freeze()
      await wait(random.whole(200, LONGEST_FREEZE_MS))
      gateway.thaw()
      return undefined
    case 'postgres_kill':
      await postgres.kill()
      return () => postgres.start()
    case 'backend_kill':
      await postgres.killBackend()
      return async () => undefined
    case 'postgres_freeze':
      postgres.freeze()
      await wait(random.whole(200, LONGEST_FREEZE_MS))
      postgres.thaw()
      return undefined
  }
}
