import { z } from 'zod'
import {
  type BridgeHost,
  type BridgeResult,
  type BridgeSession,
  handleBridgeInvoke,
  newSession,
  sendOutcome,
  signed,
  verifySignature,
} from './bridge.ts'
import { SceneError } from './errors.ts'
import { scene } from './scenes/scene.ts'

const invoked = z.object({
  sessionId: z.string(),
  name: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
  url: z.string().optional(),
})
const turned = z.object({
  sessionId: z.string(),
  userid: z.string().optional(),
  entry: z.string().optional(),
  externalUserId: z.string().optional(),
  chatId: z.string().optional(),
  sendOutcome: sendOutcome.optional(),
})

/** The client's side of the JS-SDK: web views, each with its own chat and its own verified signature. */
export function createBridge(host: BridgeHost) {
  const sessions = new Map<string, BridgeSession>()
  const sessionOf = (id: string): BridgeSession => {
    const session = sessions.get(id)
    if (!session) throw new SceneError('no such bridge session')
    return session
  }
  return {
    open: scene(newSession, (input): BridgeSession => {
      const session: BridgeSession = { ...input, id: host.world.ids.next('BS', 30), verified: false }
      sessions.set(session.id, session)
      return session
    }),
    /** The guide switches to another chat, or the next sends shall end differently. */
    change: scene(turned, ({ sessionId, ...changes }): BridgeSession => {
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
      return Object.assign(sessionOf(sessionId), given)
    }),
    /** `url` is the page's own address: a client knows it by itself, a page script passes it along. */
    invoke: scene(invoked, ({ sessionId, name, params, url }): BridgeResult => {
      const known = url === undefined ? params : { ...params, url }
      return handleBridgeInvoke(host, sessionOf(sessionId), name, known)
    }),
    verify: scene(signed, (input) => verifySignature(host, input)),
  }
}
