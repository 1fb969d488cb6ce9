import { WeComError } from 'wecom-sdk'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { actorOf, guideByUserId } from '../../staff/queries.ts'
import type { SessionContent } from '../authenticate.ts'
import type { SignInProblem } from '../signInPages.ts'
import { useState } from '../store.ts'

export interface SignInInput {
  state: string
  code: string
  /** Key of the browser that began the round trip; undefined: its cookie is missing. */
  browserKey: string | undefined
}

export type SignedIn =
  | { kind: 'signed_in'; session: SessionContent; returnPath: string }
  | { kind: 'refused'; problem: SignInProblem; userId?: string }

/** Ends an OAuth round trip: state first (one use, this browser), then WeCom names the member, then our own list decides. */
export async function signIn(deps: Deps, input: SignInInput): Promise<SignedIn> {
  const { state, code, browserKey } = input
  if (!browserKey || !state || !code) return { kind: 'refused', problem: 'stale' }
  const nowMs = deps.clock.nowMs()
  const begun = await deps.db.transaction((tx) => useState(tx, state, browserKey, nowMs))
  if (!begun) return { kind: 'refused', problem: 'stale' }
  const visitor = await visitorOf(deps, code)
  if (!visitor) return { kind: 'refused', problem: 'stale' }
  if (visitor.userid === undefined) return { kind: 'refused', problem: 'outsider' }
  const guide = await guideByUserId(deps.db.read, visitor.userid)
  if (!guide) return { kind: 'refused', problem: 'unknown_member', userId: visitor.userid }
  const actor = await actorOf(deps.db.read, guide.id, businessDayOf(nowMs))
  if (!actor) return { kind: 'refused', problem: 'not_working', userId: visitor.userid }
  const session = { guideId: guide.id, userId: guide.userId, corpId: deps.site.corpId }
  return { kind: 'signed_in', session, returnPath: begun.returnPath }
}

/** Undefined when the code was used, expired or made for another app: the round trip starts anew, never the same code. */
async function visitorOf(deps: Deps, code: string): Promise<{ userid?: string } | undefined> {
  try {
    return await deps.wecom.getUserInfoByCode(code)
  } catch (error) {
    if (error instanceof WeComError && error.meaning === 'oauth_code_invalid') return undefined
    throw error
  }
}
