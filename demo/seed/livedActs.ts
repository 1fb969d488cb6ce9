import type { Stage } from '../stage.ts'
import { CAST } from './chain.ts'
import type { Visit } from './livedDays.ts'
import { confirmSends, offerWords, sendToMany, startCampaign, tellOfLive } from './office.ts'
import { createDice } from './random.ts'
import { claimSale, objectAgain, objectToSale, settleSale } from './sales.ts'
import { DAY_MS, dayText } from './time.ts'

export interface LivedAct {
  daysAgo: number
  play(): Promise<unknown>
}

/** What people of the chain did at the product's pages in the last days, beside their lists. */
export function planActs(stage: Stage, visit: Visit, openingMs: number): LivedAct[] {
  const asGuide = () => visit(CAST.guide)
  const asOperator = () => visit(CAST.operator)
  const idOf = (name: string) => {
    const id = stage.customers.find((each) => each.name === name && each.orders)?.externalUserId
    if (!id) throw new Error(`${name} is not in the chain`)
    return id
  }
  const acts: LivedAct[] = [
    { daysAgo: 3, play: async () => startCampaign(await asOperator(), openingMs) },
    { daysAgo: 3, play: async () => saveSegments(await asOperator()) },
    {
      daysAgo: 1,
      play: async () => {
        const externalUserId = idOf('潘玉')
        stage.local.customerWrites({ userid: CAST.guide, externalUserId, text: '到了，试的时候发现袖口开线了' })
        return complain(await asGuide(), externalUserId, 'damaged', '针织衫袖口开线，客户想换一件')
      },
    },
    { daysAgo: 2, play: async () => sendToMany(await asOperator()) },
    { daysAgo: 1, play: async () => confirmSends(stage) },
    { daysAgo: 1, play: async () => offerWords(await asGuide(), idOf('何静宜')) },
    { daysAgo: 3, play: async () => offDuty(await asGuide(), openingMs + 4 * DAY_MS) },
    { daysAgo: 2, play: async () => offDuty(await visit('SH001.3'), openingMs) },
    { daysAgo: 3, play: async () => objectToSale(await asGuide()) },
    { daysAgo: 2, play: async () => claimSale(await asGuide(), idOf('小鹿乱撞')) },
    { daysAgo: 2, play: async () => settleSale(await visit(CAST.storeManager), await asOperator()) },
    { daysAgo: 1, play: async () => objectAgain(await asGuide()) },
    { daysAgo: 0, play: async () => tellOfLive(stage, await asOperator(), openingMs) },
    { daysAgo: 0, play: async () => (await asGuide()).post(`/api/customers/${idOf('何静宜')}/visits`, {}) },
  ]
  let complaintId = 0
  acts.push({
    daysAgo: 3,
    play: async () => {
      complaintId = await complain(await asGuide(), idOf('邹可欣'), 'service', '上周来取货等了半小时，没有人招呼')
    },
  })
  acts.push({
    daysAgo: 3,
    play: async () =>
      (await asGuide()).post(`/api/complaints/${complaintId}/close`, { outcome: '店长打电话道了歉，客户说没关系' }),
  })
  return [...acts, ...visits(stage, visit)]
}

async function complain(
  who: Awaited<ReturnType<Visit>>,
  externalUserId: string,
  kind: string,
  body: string,
): Promise<number> {
  const told = await who.post(`/api/customers/${externalUserId}/complaints`, {
    clientKey: `seed-complaint-${kind}`,
    kind,
    body,
  })
  return (told as { complaint: { id: number } }).complaint.id
}

const offDuty = (who: Awaited<ReturnType<Visit>>, dayMs: number) =>
  who.post('/api/days-off', { day: dayText(dayMs), isOff: true })

const VISITS_A_DAY = 6

/** Came in, bought or not. */
function visits(stage: Stage, visit: Visit): LivedAct[] {
  const dice = createDice(67)
  return [3, 2, 1].map((daysAgo) => ({
    daysAgo,
    play: async () => {
      const known = stage.customers.filter(({ externalUserId, friends }) => externalUserId && friends.length === 1)
      for (let count = 0; count < Math.min(VISITS_A_DAY, known.length); count += 1) {
        const { friends, externalUserId } = dice.pick(known)
        const guide = friends[0]?.userid ?? CAST.guide
        await (await visit(guide)).post(`/api/customers/${externalUserId}/visits`, {})
      }
    },
  }))
}

/** Filters the office comes back to. */
async function saveSegments(operator: Awaited<ReturnType<Visit>>): Promise<void> {
  const segments = [
    { name: '快流失的高价值老客', filter: { rfm: ['important_win_back', 'important_keep'], hasOpenComplaint: false } },
    { name: '下周生日', filter: { birthdayWithinDays: 7 } },
    { name: '加了好友还没买过', filter: { stages: ['lead'], addedDaysMin: 7, addedDaysMax: 60 } },
    { name: '买茶的老客', filter: { categories: ['tea'], purchasesMin: 2, daysSincePurchaseMax: 90 } },
  ]
  for (const segment of segments) await operator.post('/api/segments', segment)
}
