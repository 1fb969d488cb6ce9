import { z } from 'zod'
import { SceneError } from '../errors.ts'
import type { Living } from '../records/livings.ts'
import { contactOf, memberOf, type World } from '../world.ts'
import { externalUserId, scene, userid } from './scene.ts'

const livingId = z.string().min(1)
const begun = z.object({ userid, livingId: livingId.optional(), theme: z.string().default('') })
const watched = z.object({
  livingId,
  externalUserId,
  watchedSeconds: z.number().int().min(0).default(600),
  invitedBy: userid.optional(),
})
const ended = z.object({ livingId })

const livingOf = (world: World, id: string): Living => {
  const living = world.state.livings.get(id)
  if (!living) throw new SceneError('no such live stream')
  return living
}

function begin(world: World, input: z.output<typeof begun>): Living {
  const living: Living = {
    livingId: input.livingId ?? world.ids.next('lv', 20),
    anchor: memberOf(world, input.userid).userid,
    theme: input.theme,
    startedAtMs: world.clock.nowMs(),
    endedAtMs: undefined,
    viewers: [],
  }
  world.state.livings.set(living.livingId, living)
  return living
}

function watch(world: World, { livingId: id, invitedBy, ...viewer }: z.output<typeof watched>): void {
  contactOf(world, viewer.externalUserId)
  const by = invitedBy === undefined ? {} : { invitedBy: memberOf(world, invitedBy).userid }
  livingOf(world, id).viewers.push({ ...viewer, ...by })
}

/** 直播. Nobody is told here: the call back comes only for streams made through the API. */
export function livingScenes(world: World) {
  return {
    goesLive: scene(begun, (input) => begin(world, input)),
    customerWatches: scene(watched, (input) => watch(world, input)),
    endsLive: scene(ended, (input) => {
      livingOf(world, input.livingId).endedAtMs = world.clock.nowMs()
    }),
  }
}
