import type { Route } from './route.ts'
import { bookingRoutes } from './routes/bookings.ts'
import { catalogueRoutes } from './routes/catalogue.ts'
import { reservationRoutes } from './routes/reservations.ts'
import { slotRoutes } from './routes/slots.ts'
import { subscriptionRoutes } from './routes/subscriptions.ts'
import type { World } from './world.ts'

type Pattern = { route: Route; segments: readonly string[] }

const patterns: readonly Pattern[] = [
  ...slotRoutes,
  ...bookingRoutes,
  ...reservationRoutes,
  ...catalogueRoutes,
  ...subscriptionRoutes,
].map((route) => ({ route, segments: route.path.split('/') }))

/** Routes by method and number of segments, so that few are looked at. The earlier one wins: `default` before `:id`. */
const byShape = Map.groupBy(patterns, ({ route, segments }) => shapeOf(route.method, segments))

/** What a request is for, or nothing where this server has no such address. */
export function findRoute(
  world: World,
  method: string,
  pathname: string,
): { route: Route; params: Record<string, string> } | undefined {
  const segments = pathname.split('/')
  for (const pattern of byShape.get(shapeOf(method, segments)) ?? []) {
    const params = match(pattern.segments, segments)
    if (params !== undefined && pattern.route.exists?.(world) !== false) return { route: pattern.route, params }
  }
  return undefined
}

function shapeOf(method: string, segments: readonly string[]): string {
  return `${method} ${segments.length}`
}

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {}
  for (const [index, wanted] of pattern.entries()) {
    const given = segments[index] ?? ''
    if (wanted.startsWith(':') && given !== '') params[wanted.slice(1)] = decode(given)
    else if (wanted !== given) return undefined
  }
  return params
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
