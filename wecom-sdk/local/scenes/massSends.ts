import { z } from 'zod'
import { addBubble, chatKey, guideSpeaks } from '../chats.ts'
import { SceneError } from '../errors.ts'
import type { MassSend, MassTarget } from '../records/messages.ts'
import { findRelation, memberOf, type World } from '../world.ts'
import { scene, userid } from './scene.ts'

const task = z.object({ msgid: z.string(), userid })
const DAY_MS = 86_400_000

function receivedToday(world: World, to: string): number {
  const since = world.clock.nowMs() - DAY_MS
  const rows = [...world.state.massSends.values()].flatMap(({ targets }) => targets)
  return rows.filter((row) => row.to === to && row.status === 1 && (row.sentAtMs ?? 0) > since).length
}

/** 1 sent, 2 not a friend any more, 3 has had its mass message already. */
function outcomeOf(world: World, send: MassSend, target: MassTarget): 1 | 2 | 3 {
  if (send.chatType === 'single') {
    const relation = findRelation(world, target.userid, target.to)
    if (!relation || relation.deletedByCustomer) return 2
  }
  return receivedToday(world, target.to) >= world.settings.massSendsPerDay ? 3 : 1
}

function confirm(world: World, input: z.output<typeof task>): MassTarget[] {
  const send = world.state.massSends.get(input.msgid)
  const guide = memberOf(world, input.userid).userid
  const sender = send?.senders.find(({ userid: id }) => id === guide)
  if (!send || !sender) throw new SceneError('no such task')
  if (send.isCancelled) throw new SceneError('cancelled')
  if (sender.done) throw new SceneError('already confirmed')
  const now = world.clock.nowMs()
  Object.assign(sender, { done: true, sentAtMs: now })
  const mine = send.targets.filter((target) => target.userid === guide)
  for (const target of mine) {
    target.status = outcomeOf(world, send, target)
    if (target.status !== 1) continue
    target.sentAtMs = now
    if (send.chatType === 'single') guideSpeaks(world, guide, target.to, send.message, 'mass')
    else addBubble(world, chatKey(undefined, target.to), { from: 'mass', by: guide, message: send.message })
  }
  return mine
}

/** Mass-send tasks as guides find them in their clients. Left alone they stay unsent. */
export function massSendScenes(world: World) {
  return {
    massSendTasksOf: (guide: string): MassSend[] =>
      [...world.state.massSends.values()].filter(
        ({ senders, isCancelled }) =>
          !isCancelled && senders.some((sender) => sender.userid.toLowerCase() === guide.toLowerCase() && !sender.done),
      ),
    confirmMassSend: scene(task, (input) => confirm(world, input)),
  }
}
