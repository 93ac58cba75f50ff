import { expect, test } from 'vitest'

import type { Route } from '../companies/routing.ts'
import { createRecentRoutes } from './recent-routes.ts'

const route: Route = {
  companyId: 'a company',
  branchId: null,
  workspaceId: 'a workspace',
  agentId: null,
  language: 'de',
  knownBy: 'number',
}

test('whose a call is stays known for ten minutes after it was last answered', () => {
  let now = Temporal.Instant.from('2026-11-23T08:00:00Z')
  const routes = createRecentRoutes({ clock: { now: () => now } })
  expect(routes.of('one')).toBeUndefined()
  routes.answered('one', route)
  now = now.add({ minutes: 9 })
  expect(routes.of('one')).toEqual({ ...route, knownBy: 'call' })
  routes.answered('one', route)
  now = now.add({ minutes: 9 })
  expect(routes.of('one')).toBeDefined()
  now = now.add({ minutes: 1 })
  expect(routes.of('one')).toBeUndefined()
})

test('a request without a call leaves nothing behind', () => {
  const routes = createRecentRoutes({ clock: { now: () => Temporal.Instant.from('2026-11-23T08:00:00Z') } })
  routes.answered(null, route)
  expect(routes.of(null)).toBeUndefined()
})

test('the calls answered longest ago are forgotten first when there are very many', () => {
  const routes = createRecentRoutes({ clock: { now: () => Temporal.Instant.from('2026-11-23T08:00:00Z') } })
  for (let index = 0; index < 10_000; index += 1) routes.answered(`call ${index}`, route)
  routes.answered('call 0', route)
  routes.answered('one more', route)
  expect(routes.of('call 0')).toBeDefined()
  expect(routes.of('call 1')).toBeUndefined()
  expect(routes.of('call 2')).toBeDefined()
})
