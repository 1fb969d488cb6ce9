import { FollowUp } from '../../../db/entities/followUps.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import { actorOf } from '../../staff/queries.ts'
import { MENU_KEYS } from '../cards.ts'
import { type Act, UNDO_ON_CARD_MS } from '../decideAct.ts'
import type { FollowUpContent } from '../loadPlaybooks.ts'
import { type CardCode, queueRefresh } from '../queueRefresh.ts'
import { otherTrackId, speechOfFollowUp } from '../sentences.ts'
import { viewing } from '../views.ts'
import { actOnFollowUp } from './actOnFollowUp.ts'
import { muteCustomer } from './muteCustomer.ts'

export interface MenuClick {
  followUpId: number
  guideId: number
  key: string
  clicked: CardCode
}

/**
 * What stands behind ⋯ on a card: another sentence, no prompts of this customer, or a tap taken back. Says the same
 * as the sidebar's, only for the guide whose follow-up it is; whatever happens, the card shows what is true after it.
 */
export async function clickMenu(deps: Deps, content: FollowUpContent, click: MenuClick): Promise<string> {
  const { followUpId, guideId, key, clicked } = click
  const actor = await actorOf(deps.db.read, guideId, businessDayOf(deps.clock.nowMs()))
  const row = await deps.db.read.findOneBy(FollowUp, { id: followUpId })
  if (!actor || !row) return 'nobody to ask'
  const isMine = row.guideId === guideId
  const act = isMine ? await actOf(deps, content, actor, row, key) : undefined
  if (act) return actOnFollowUp(deps, { followUpId, guideId, act, clicked })
  const until = MUTES[key]
  if (isMine && until) await mute(deps, content, actor, row.externalUserId, until)
  await deps.db.transaction((tx) => queueRefresh(tx, deps, { ...row, guideId }, clicked))
  return until ? 'muted' : 'shown'
}

const MUTES: Record<string, 'tomorrow' | 'ever'> = {
  [MENU_KEYS.muteToday]: 'tomorrow',
  [MENU_KEYS.muteEver]: 'ever',
}

async function actOf(
  deps: Deps,
  content: FollowUpContent,
  actor: Actor,
  row: FollowUp,
  key: string,
): Promise<Act | undefined> {
  if (key === MENU_KEYS.undo) return { kind: 'reopen', within: UNDO_ON_CARD_MS }
  if (!key.startsWith(MENU_KEYS.other)) return undefined
  const speech = await speechOfFollowUp(viewing(deps, content), row)
  const talkTrackId = otherTrackId(deps, row, actor.level, speech, key.slice(MENU_KEYS.other.length))
  return talkTrackId === undefined ? undefined : { kind: 'choose', talkTrackId }
}

/** The customer may be a colleague's by now: then there is nothing to ask for. */
async function mute(
  deps: Deps,
  content: FollowUpContent,
  actor: Actor,
  externalUserId: string,
  until: 'tomorrow' | 'ever',
): Promise<void> {
  try {
    await muteCustomer(deps, content, actor, { externalUserId, until })
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'NOT_FOUND')) throw error
  }
}
