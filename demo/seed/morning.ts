import type { Stage } from '../stage.ts'
import { CAST } from './chain.ts'
import { createDice } from './random.ts'
import { DAY_MS } from './time.ts'

const DILIGENCE = 0.62

/** What has happened since the shops opened, told to the product by WeCom's callbacks as it happens. */
export function playMorning(stage: Stage): void {
  tickOffCards(stage)
  emptyGroup(stage)
  loseFriends(stage)
}

/** The other guides have been at it: most of their cards of this morning are ticked off, by a tap on the card. */
function tickOffCards({ local, chain }: Stage): void {
  const dice = createDice(41)
  for (const { userid } of chain.people) {
    if (userid === CAST.guide) continue
    const diligence = DILIGENCE * (0.5 + dice.next())
    for (const { msgid, content } of local.messagesOf(userid))
      if (content.card_type === 'button_interaction' && dice.chance(diligence))
        local.clickCard({ userid, msgid, key: 'done' })
  }
}

/** One group loses more people than it won all week: what a manager should notice. */
function emptyGroup({ local, chain, groups }: Stage): void {
  const store = chain.stores.find(({ isShrinking }) => isShrinking)
  const chatId = groups.find(({ storeCode }) => storeCode === store?.code)?.chatId ?? ''
  const members = (local.state.groups.get(chatId)?.views.at(-1)?.members ?? []).filter(({ type }) => type === 2)
  const weekAgo = local.clock.nowMs() - 8 * DAY_MS
  const newcomers = members.filter(({ joinedAtMs }) => joinedAtMs > weekAgo).length
  for (const { id } of members.slice(0, newcomers + 3)) local.leaveGroup({ chatId, memberId: id })
}

const LOST = 7

/** A few customers take their guide off their list, and nobody told them to. */
function loseFriends({ local }: Stage): void {
  const dice = createDice(43)
  const others = [...local.state.relations.values()].filter(({ userid }) => userid !== CAST.guide)
  const lost = new Set(Array.from({ length: Math.min(LOST, others.length) }, () => dice.pick(others)))
  for (const { userid, externalUserId } of lost) local.customerDeletesGuide({ userid, externalUserId })
}
