import { z } from 'zod'
import {
  type BridgeHost,
  type BridgeResult,
  type BridgeSession,
  handleBridgeInvoke,
  newSession,
  signed,
  verifySignature,
} from './bridge.ts'
import { SceneError } from './errors.ts'
import { scene } from './scenes/scene.ts'

const invoked = z.object({
  sessionId: z.string(),
  name: z.string(),
  params: z.unknown().optional(),
  url: z.string().optional(),
})
const turned = newSession.partial().extend({ sessionId: z.string() })

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
    invoke: scene(
      invoked,
      ({ sessionId, name, params }): BridgeResult => handleBridgeInvoke(host, sessionOf(sessionId), name, params),
    ),
    verify: scene(signed, (input) => verifySignature(host, input)),
  }
}
