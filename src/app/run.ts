import type { FastifyInstance } from 'fastify'

import type { Context } from './context.ts'
import { createServer } from './server.ts'
import { type WorkerDeps, listJobs } from './worker.ts'

/** What one process does: answer requests, work on jobs, or both. */
export type Role = 'serve' | 'work' | 'all'

export type Running = {
  /** Where it listens; undefined when it only works. */
  url: string | undefined
  /** Readiness off, no new connections, what runs may finish, then everything is closed in reverse. */
  stop(): Promise<void>
}

/** Longer than any tool call may take. */
const DRAIN_MS = 10_000

/**
 * Starts serving and working as `role` says. The context stays the caller's until it runs, and is closed by `stop`.
 *
 * @throws Error in one sentence when the port is taken or may not be used; what the queue throws when the database goes
 * away meanwhile. Then it listens no more.
 */
export async function run(context: Context, role: Role, deps: WorkerDeps): Promise<Running> {
  const state = { starting: true, draining: false }
  const server = role === 'work' ? undefined : await createServer(context, state)
  const url = server && (await listen(server, context.config.http))
  try {
    if (role !== 'serve') await context.jobs.work(listJobs(deps))
    state.starting = false
  } catch (error) {
    // Left open it would answer everybody with an apology, for ever: the context behind it is closed.
    if (server) await drain(server)
    throw error
  }
  return {
    url,
    async stop() {
      state.draining = true
      if (server) await drain(server)
      await context.close()
    },
  }
}

async function listen(server: FastifyInstance, { host, port }: { host: string; port: number }): Promise<string> {
  try {
    return await server.listen({ host, port })
  } catch (error) {
    await server.close()
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') {
      throw new Error(`Port ${port} on ${host} is taken: set PORT to another, or stop what uses it`, { cause: error })
    }
    if (code === 'EACCES')
      throw new Error(`Port ${port} needs more rights than this user has: set PORT`, { cause: error })
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new Error(`HOST ${host} is no address of this machine`, { cause: error })
    }
    throw error
  }
}

async function drain(server: FastifyInstance): Promise<void> {
  const force = setTimeout(() => server.server.closeAllConnections(), DRAIN_MS)
  try {
    await server.close()
  } finally {
    clearTimeout(force)
  }
}
