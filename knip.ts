import type { KnipConfig } from 'knip'

const config: KnipConfig = {
  entry: [
    'src/main.ts',
    'src/cli/*.ts',
    'migrations/*.ts',
    'test/harness/write-schema-dump.ts',
    'test/harness/write-tools-doc.ts',
    'test/harness/write-jobs-doc.ts',
    'test/*.ts',
    'sim/load/bench.ts',
    'sim/load/webhooks.ts',
    'sim/load/reference-server.ts',
    'test/*/run.ts',
    'test/mutation/*.ts',
    'sim/chaos/main.ts',
    'sim/conversations/main.ts',
    'sim/caller/scenarios/main.ts',
    'script/*.mjs',
  ],
  project: ['src/**/*.ts', 'sim/**/*.ts', 'test/**/*.ts', 'migrations/*.ts'],
  // Run by the scripts and found by name at run time: knip reads neither shell nor a name made of the platform's.
  ignoreBinaries: ['unshare', 'redis-server'],
  ignoreDependencies: ['oxlint', 'oxlint-tsgolint'],
  // A type that a function gives or takes is part of what it says, also where nobody names it yet.
  ignoreExportsUsedInFile: { type: true, interface: true },
}

export default config
