import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'

const HELP = `Delivers what is told of many calls, tripled, shuffled and a third lost, and compares each with what arrived in order.

  node test/call-life/run.ts [--calls 10000] [--seed 1]
`

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) console.log(HELP)
else {
  // The same test as ever, on the database tests have; only larger.
  const vitest = spawn('node_modules/.bin/vitest', ['run', 'test/call-life'], {
    cwd: new URL('../..', import.meta.url),
    stdio: 'inherit',
    env: { ...process.env, RINGBOOK_LIFE_CALLS: values.calls, RINGBOOK_LIFE_SEED: values.seed },
  })
  vitest.once('exit', (code) => {
    process.exitCode = code ?? 1
  })
}
