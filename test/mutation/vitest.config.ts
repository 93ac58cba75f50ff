import { defineConfig } from 'vitest/config'

export { configuration as default }

/** The tests that are to notice a changed booking core: those beside it, and the model's short run. */
const configuration = defineConfig({
  test: {
    include: [
      'src/occupancy/*.test.ts',
      'src/openings/*.test.ts',
      'src/appointments/*.test.ts',
      'src/calcom-in/*.test.ts',
      'test/model/*.test.ts',
    ],
    globalSetup: ['test/harness/global-setup.ts'],
    // A dozen stories for each of some thousand mutants; the first disagreement is enough.
    env: { RINGBOOK_MODEL_STORIES: '12', RINGBOOK_MODEL_SCHEDULES: '6', RINGBOOK_MODEL_FAST: 'yes' },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A change that keeps something from ever coming is to be noticed soon.
    expect: { poll: { timeout: 10_000 } },
  },
})
