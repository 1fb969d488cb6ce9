import type { World } from '../world.ts'
import { billScenes } from './bills.ts'
import { cardScenes } from './cards.ts'
import { customerActScenes } from './customerActs.ts'
import { customerScenes } from './customers.ts'
import { groupScenes } from './groups.ts'
import { livingScenes } from './livings.ts'
import { massSendScenes } from './massSends.ts'
import { memberScenes } from './members.ts'

/** Everything people can do in this WeCom. */
export function createScenes(world: World) {
  return {
    ...memberScenes(world),
    ...customerScenes(world),
    ...customerActScenes(world),
    ...groupScenes(world),
    ...cardScenes(world),
    ...massSendScenes(world),
    ...billScenes(world),
    ...livingScenes(world),
  }
}

export type Scenes = ReturnType<typeof createScenes>
