import { parseArgs } from 'node:util'

import { runKills } from './kill-run.ts'
import { runPumping } from './pump-run.ts'

const HELP = `Presses what customers are told: kills everything while they book, and asks for texts without end.

  node test/messages/run.ts --part kills|pumping [--bookings 1000] [--tries 100000] [--seed 1]
`

const { values } = parseArgs({
  options: {
    part: { type: 'string', default: '' },
    bookings: { type: 'string', default: '1000' },
    tries: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
})

switch (values.part) {
  case 'kills':
    console.log(
      JSON.stringify(await runKills({ bookings: Number(values.bookings), seed: Number(values.seed) }), null, 2),
    )
    break
  case 'pumping':
    console.log(JSON.stringify(await runPumping(Number(values.tries)), null, 2))
    break
  default:
    console.log(HELP)
}
process.exit()
