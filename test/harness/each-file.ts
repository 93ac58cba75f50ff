import { afterAll } from 'vitest'

import { cleanUp } from './clean-up.ts'

// Registered here, at the top of each file: vitest forgets an afterAll that is called within another hook.
afterAll(cleanUp)
