import { createDice } from '../seed/random.ts'
import { HOUR_MS } from '../seed/time.ts'
import { advanceClocks, type Stage, settle } from '../stage.ts'

/** Time passes for everybody: the groups chat, WeCom's figures close, the sweeps of the product run, once for all days. */
export async function passDays(stage: Stage, days: number): Promise<{ nowMs: number }> {
  letGroupsChat(stage)
  const nowMs = await advanceClocks(stage, `P${days}D`)
  await settle(stage)
  return { nowMs }
}

function letGroupsChat({ local, chain, groups }: Stage): void {
  const dice = createDice(Math.floor(local.clock.nowMs() / HOUR_MS))
  for (const { chatId, storeCode } of groups) {
    const liveliness = chain.stores.find(({ code }) => code === storeCode)?.liveliness ?? 0
    const members = local.state.groups.get(chatId)?.views.at(-1)?.members ?? []
    const speakers = members.filter(() => dice.chance(liveliness * 0.15)).map(({ id }) => id)
    if (speakers.length > 0) local.groupSpeaks({ chatId, memberIds: speakers, messages: dice.whole(1, 3) })
  }
}
