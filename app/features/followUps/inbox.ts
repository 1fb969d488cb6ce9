import type { WeComCallback } from 'wecom-sdk'
import { SNOOZE_OPTIONS, type SnoozeOption } from '../../domain/followUps/snooze.ts'
import type { CallbackHandler, CallbackHandlers } from '../reactions.ts'
import { guideByUserId } from '../staff/queries.ts'
import { CARD_KEYS, UNTIL } from './cards.ts'
import { followUpOfTask } from './cardTask.ts'
import { actOnFollowUp } from './commands/actOnFollowUp.ts'
import type { Act } from './decideAct.ts'

type Clicked = Extract<WeComCallback, { kind: 'card_clicked' }>
type MenuClicked = Extract<WeComCallback, { kind: 'card_menu_clicked' }>

/**
 * A button on a card does what the same button in the sidebar does. Only for the guide the follow-up belongs to;
 * on one that is closed elsewhere it changes nothing and shows how it ended.
 */
const cardClicked: CallbackHandler = async (deps, callback, item) => {
  const click = callback as Clicked
  const followUpId = followUpOfTask(click.taskId ?? '')
  const act = actOf(click)
  const guide = await guideByUserId(deps.db.read, click.userId)
  if (followUpId === undefined || !act || !guide) {
    await deps.db.transaction((tx) => item.settle(tx))
    return
  }
  const { taskId = '', responseCode } = click
  await actOnFollowUp(deps, {
    followUpId,
    guideId: guide.id,
    act,
    clicked: responseCode === undefined ? undefined : { taskId, responseCode },
    also: (tx) => item.settle(tx),
  })
}

function actOf({ eventKey, selected }: Clicked): Act | undefined {
  if (eventKey === CARD_KEYS.done) return { kind: 'done' }
  if (eventKey === CARD_KEYS.skip) return { kind: 'skip', reason: '在卡片上跳过' }
  if (eventKey !== CARD_KEYS.snooze) return undefined
  const chosen = selected.find(({ questionKey }) => questionKey === UNTIL)?.optionIds[0]
  const isKnown = (option: string | undefined): option is SnoozeOption => SNOOZE_OPTIONS.some((one) => one === option)
  return { kind: 'snooze', until: isKnown(chosen) ? chosen : 'tomorrow_morning' }
}

/** What stands behind ⋯ needs playbooks and talk tracks: a job does it, once for each click. */
const menuClicked: CallbackHandler = async (deps, callback, item) => {
  const { taskId = '', responseCode, eventKey, userId } = callback as MenuClicked
  const followUpId = followUpOfTask(taskId)
  const guide = await guideByUserId(deps.db.read, userId)
  await deps.db.transaction(async (tx) => {
    await item.settle(tx)
    if (followUpId === undefined || responseCode === undefined || !guide) return
    const payload = { followUpId, guideId: guide.id, key: eventKey, clicked: { taskId, responseCode } }
    await deps.enqueue(tx, { kind: 'followUps.clickMenu', payload })
  })
}

export const followUpsInbox: CallbackHandlers = { card_clicked: cardClicked, card_menu_clicked: menuClicked }
