import { z } from 'zod'

// Two shapes: the framework's, and a bare one where the booking core's own errors slip past it.
const framed = z.object({ error: z.object({ message: z.string(), code: z.string().optional() }) })
const bare = z.object({ message: z.string() })

/** What an error body says, '' when it says nothing readable. For telling errors apart: it is never logged or shown. */
export function errorMessage(body: unknown): string {
  const inFrame = framed.safeParse(body)
  if (inFrame.success) return inFrame.data.error.message
  const alone = bare.safeParse(body)
  return alone.success ? alone.data.message : ''
}
