import { parseArgs } from 'node:util'

import { openContext } from '../app/start-process.ts'
import { type CallSettings, setCallSettings } from '../calls/call-settings.ts'
import { type CostSum, sumCosts } from '../calls/costs.ts'
import { listCalls } from '../calls/list-calls.ts'
import { tellCalls } from './calls-list.ts'
import { type Command, type Io, UsageError } from './command.ts'
import { findCompany } from './find-company.ts'
import { table } from './table.ts'

export const summary = 'See what came of a company’s calls and what they cost, and say how its phone is answered'
export const usage = `ringbook calls ACTION --company SLUG [options] [--json]

  list      [--limit 50]
            The latest calls: who, how long, what came of them
  settings  [--withheld take|refuse] [--charge 35] [--charge-step 60] [--telephony 1.2] [--us-cent 0.92|off]
            Show the settings, changed as said
  costs     [--days 30]
            What the calls of the last days cost and brought

  --withheld     Whether calls that show no number are taken, or turned away while they ring
  --charge       What the company is charged per minute, in steps of --charge-step seconds
  --telephony    What the line costs per minute
  --us-cent      What a US cent is worth; Retell's costs stay in US cents without it
  --json         Answer as JSON

Amounts are in the smaller unit of the company's currency, and may have decimals. A change counts for calls that end after it.`
export const examples: Command['examples'] = [
  ['ringbook calls list --company salon', 'The latest calls, the latest first'],
  ['ringbook calls settings --company salon --charge 35 --us-cent 0.92', '35 cents a begun minute'],
  ['ringbook calls settings --company salon --withheld refuse', 'Turn away who shows no number'],
  ['ringbook calls costs --company salon --days 7', 'The last week'],
]

const LONGEST_DAYS = 90
const MOST_LISTED = 10_000

export async function run(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      company: { type: 'string' },
      withheld: { type: 'string' },
      charge: { type: 'string' },
      'charge-step': { type: 'string' },
      telephony: { type: 'string' },
      'us-cent': { type: 'string' },
      days: { type: 'string', default: '30' },
      limit: { type: 'string', default: '50' },
      json: { type: 'boolean', default: false },
    },
  })
  const [action = '', ...more] = positionals
  if (more.length > 0 || (action !== 'list' && action !== 'settings' && action !== 'costs')) {
    throw new UsageError('Say list, settings or costs')
  }
  const changes = settingsOf(values)
  const days = numberOf('--days', values.days, { least: 1, most: LONGEST_DAYS, isWhole: true })
  const limit = numberOf('--limit', values.limit, { least: 1, most: MOST_LISTED, isWhole: true })
  const context = await openContext(io.env, { processName: 'ringbook calls', migrate: false })
  try {
    const companyId = await findCompany(context.database.kysely, values.company)
    const told = await context.database.inCompany(companyId, async (tx): Promise<Told> => {
      if (action === 'settings') return tellSettings(await setCallSettings(tx, companyId, changes))
      if (action === 'list') {
        const zone = (await context.houses.get(tx, companyId))?.company.zone ?? 'UTC'
        const calls = await listCalls(tx, companyId, { limit })
        return { value: calls, lines: tellCalls(calls, zone) }
      }
      const to = context.clock.now()
      return tellCosts(await sumCosts(tx, companyId, { from: to.subtract({ hours: days * 24 }), to }))
    })
    if (values.json) io.out(JSON.stringify(told.value))
    else for (const line of told.lines) io.out(line)
    return 0
  } finally {
    await context.close()
  }
}

/** What is told, as JSON and in lines. */
type Told = { readonly value: unknown; readonly lines: readonly string[] }

type Given = Partial<Record<'withheld' | 'charge' | 'charge-step' | 'telephony' | 'us-cent', string>>

/** A hundred in any currency: more for a minute, or a cent, is a slip. */
const MOST = 10_000

function settingsOf(given: Given): Partial<CallSettings> {
  const { withheld, charge, 'charge-step': step, telephony, 'us-cent': cent } = given
  if (withheld !== undefined && withheld !== 'take' && withheld !== 'refuse') {
    throw new UsageError('--withheld is take or refuse')
  }
  const amount = (option: string, text: string) => numberOf(option, text, { least: 0, most: MOST, isWhole: false })
  return {
    ...(withheld !== undefined && { refusesWithheld: withheld === 'refuse' }),
    ...(charge !== undefined && { chargePerMinuteMinor: amount('--charge', charge) }),
    ...(step !== undefined && {
      chargeStepSeconds: numberOf('--charge-step', step, { least: 1, most: 60, isWhole: true }),
    }),
    ...(telephony !== undefined && { telephonyPerMinuteMinor: amount('--telephony', telephony) }),
    ...(cent !== undefined && {
      minorPerUsCent:
        cent === 'off' ? null : numberOf('--us-cent', cent, { least: 0.000001, most: MOST, isWhole: false }),
    }),
  }
}

function numberOf(option: string, text: string, limits: { least: number; most: number; isWhole: boolean }): number {
  const value = Number(text)
  const isNumber = limits.isWhole ? /^\d+$/.test(text) : /^\d+(\.\d+)?$/.test(text)
  if (!isNumber || value < limits.least || value > limits.most) {
    throw new UsageError(`${option} is a number from ${limits.least} to ${limits.most}, not "${text}"`)
  }
  return value
}

function tellSettings(settings: CallSettings): Told {
  const { chargeStepSeconds, minorPerUsCent } = settings
  const lines = table([
    ['Calls without a number', settings.refusesWithheld ? 'turned away' : 'taken'],
    ['Charged per minute', `${settings.chargePerMinuteMinor}, in steps of ${chargeStepSeconds} s`],
    ['Line per minute', String(settings.telephonyPerMinuteMinor)],
    ['A US cent', minorPerUsCent === null ? 'not set: Retell’s costs stay in US cents' : String(minorPerUsCent)],
  ])
  return { value: settings, lines }
}

function tellCosts(costs: CostSum): Told {
  const lines = table([
    ['Calls', String(costs.calls)],
    ['Retell', `${rounded(costs.platformMinor)} (${rounded(costs.platformUsCents)} US cents)`],
    ['Line', rounded(costs.telephonyMinor)],
    ['Charged', rounded(costs.chargeMinor)],
    ['Margin', rounded(costs.marginMinor)],
  ])
  return { value: costs, lines }
}

function rounded(amount: number): string {
  return amount.toFixed(2)
}
