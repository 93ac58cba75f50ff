import type { Scene } from '../scene.ts'

/** What every call begins with, as most agents are built. */
export async function begin(scene: Scene): Promise<void> {
  const { random, stage } = scene
  if (random.chance(0.9)) {
    const reply = await stage.use('initialize_call', {})
    stage.agentSays(reply.say)
  }
  if (random.chance(0.2)) await stage.use('check_customer', {})
}
