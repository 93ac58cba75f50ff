import { type Command, type Io, UsageError } from './command.ts'
import { runFlowBuild } from './flow-build.ts'
import { runFlowCheck } from './flow-check.ts'
import { runFlowDeploy } from './flow-deploy.ts'
import { runFlowDiff } from './flow-diff.ts'
import { runFlowRollback } from './flow-rollback.ts'
import { runFlowSet } from './flow-set.ts'
import { runFlowShow } from './flow-show.ts'

export const summary = 'Build, check and deploy the agent that answers a company’s phone'
export const usage = `ringbook flow build    --company SLUG [--lang de|en]
ringbook flow check    FILE | --company SLUG [--lang de|en]
ringbook flow set      --company SLUG [--lang de|en] [settings]
ringbook flow diff     --company SLUG [--lang de|en]
ringbook flow deploy   --company SLUG [--lang de|en] [--number NUMBER]… [settings]
ringbook flow rollback --company SLUG [--lang de|en] [--to VERSION]
ringbook flow show     --company SLUG [--lang de|en]

  build      Print the agent and its conversation flow as JSON
  check      Say what would go wrong on the phone: of a file (ours, the dashboard's export, the interface's form), or of
             what would be built. Exit code 1 when something would
  set        Decide about the agent, without deploying it
  diff       Say what a deploy would change
  deploy     Make or change agent and flow at Retell and have NUMBERs answered by them; does nothing when all is as wanted
  rollback   Bring an earlier version back to the letter; the one before the present one unless --to says another
  show       Settings, versions, and whether Retell still has what was deployed

  --public-url URL       Where Retell reaches this Ringbook
  --voice ID             One of Retell's voices
  --model NAME           Which language model speaks
  --transfer NUMBER|off  Whom callers are put through to who ask for a person; off offers a callback
  --recording on|off     Whether calls are recorded, after the caller was asked
  --number NUMBER        A number of the company's that the agent shall answer; may be given several times
  --json                 Answer as JSON

The key is the one the server was started with; where there is none yet, that of RETELL_API_KEY. Where Retell is comes from
RETELL_API_URL. The language is German unless --lang says otherwise.`
export const examples: Command['examples'] = [
  ['ringbook flow build --company demo --lang en', 'What would be deployed'],
  ['ringbook flow check agent-export.json', 'Before an agent of your own goes on the phone'],
  [
    'ringbook flow deploy --company salon --public-url https://phone.salon.de --number +493023125001',
    'From nothing to an agent that answers',
  ],
  ['ringbook flow rollback --company salon', 'Back to the version before'],
]

type Action = (args: string[], io: Io) => Promise<number>

const ACTIONS: Readonly<Record<string, Action>> = {
  build: runFlowBuild,
  check: runFlowCheck,
  set: runFlowSet,
  diff: runFlowDiff,
  deploy: runFlowDeploy,
  rollback: runFlowRollback,
  show: runFlowShow,
}

export async function run(args: string[], io: Io): Promise<number> {
  const [name = '', ...rest] = args
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  if (action === undefined) throw new UsageError(`Say what to do: ${Object.keys(ACTIONS).join(', ')}`)
  return await action(rest, io)
}
