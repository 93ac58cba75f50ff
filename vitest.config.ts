import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'sim/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/harness/global-setup.ts'],
    setupFiles: ['test/harness/each-file.ts'],
    // One module graph for all files: measured ten times faster than isolation, and nothing here keeps module state.
    isolate: false,
    pool: 'threads',
    maxWorkers: 2,
    // Against what hangs alone: a machine that is busy with something else fails no test.
    testTimeout: 240_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
})
