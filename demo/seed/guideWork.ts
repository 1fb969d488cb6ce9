import { findCustomer } from '../acts/customers.ts'
import type { Stage } from '../stage.ts'
import type { Visitor } from './browsers.ts'
import type { SeedPerson } from './chain.ts'
import { lineOf, MALL } from './orders.ts'
import { PRODUCTS } from './products.ts'
import type { Dice } from './random.ts'
import type { Till } from './till.ts'
import { dayText, HOUR_MS, instantText, MINUTE_MS } from './time.ts'

interface Listed {
  id: number
  externalUserId: string
  purpose: 'service' | 'sale'
  channel: 'chat' | 'call'
  state: string
  asks: { id: string; answers: { id: string }[] }[]
  talkTrack: { id: string; text: string; isReady: boolean } | null
}

/** How often somebody buys after a sentence: gold guides find the better words. */
const BUYS = { gold: 0.3, skilled: 0.2, new: 0.11 } as const
const ANSWERS = 0.55
const UNHAPPY = new Set(['damaged', 'complaint', 'bad_feedback', 'bad_effect', 'unhappy', 'unsatisfied', 'unsolved'])

interface Work {
  dice: Dice
  till: Till
}

/** One guide's list of the day: most is sent as suggested, some said in the shop, and customers answer. */
export async function workThroughList(stage: Stage, who: Visitor, guide: SeedPerson, work: Work): Promise<void> {
  const { rows } = (await who.get('/api/follow-ups')) as { rows: Listed[] }
  for (const row of rows.filter(({ state }) => state === 'due')) {
    if (work.dice.chance(0.12)) continue
    const track = row.talkTrack
    if (track?.isReady && row.channel === 'chat') await sendSentence(stage, who, row, track)
    else
      await who.post(`/api/follow-ups/${row.id}/done`, {
        note: row.channel === 'call' ? '电话里说过了' : '到店当面说了',
      })
    await heed(who, row, work.dice)
    const eagerness = BUYS[guide.level] * (row.purpose === 'sale' ? 1.5 : 0.5)
    if (work.dice.chance(eagerness)) buyAfter(stage, row, work)
  }
}

async function sendSentence(stage: Stage, who: Visitor, row: Listed, track: NonNullable<Listed['talkTrack']>) {
  const { text, id: talkTrackId } = track
  const clientKey = `seed-send-${row.id}`
  await who.post(`/api/follow-ups/${row.id}/sent`, { clientKey, result: 'ok', text, talkTrackId, isEdited: false })
  const pair = { userid: who.userid, externalUserId: row.externalUserId }
  stage.local.guideSends({ ...pair, message: { text: { content: text } } })
}

/** What the customer said to it, tapped by the guide. */
async function heed(who: Visitor, row: Listed, dice: Dice): Promise<void> {
  const [ask] = row.asks
  if (!ask || !dice.chance(ANSWERS)) return
  const content = ask.answers.filter(({ id }) => !UNHAPPY.has(id))
  const unhappy = ask.answers.find(({ id }) => UNHAPPY.has(id))
  const answer = unhappy && dice.chance(0.02) ? unhappy : dice.chance(0.75) ? content[0] : dice.pick(content)
  if (answer) await who.post(`/api/follow-ups/${row.id}/answers`, { ask: ask.id, answer: answer.id })
}

function buyAfter(stage: Stage, row: Listed, { dice, till }: Work): void {
  const buyer = findCustomer(stage, row.externalUserId)
  if (!buyer) return
  const atMs = stage.deps.clock.nowMs() + dice.whole(2, 20) * HOUR_MS
  const { code } = dice.pick(PRODUCTS)
  till.add({
    source: MALL,
    orderNo: `W-${dayText(atMs).replaceAll('-', '')}-F${row.id}`,
    channel: 'online',
    storeCode: buyer.storeCode,
    orderedAt: instantText(atMs - MINUTE_MS),
    paidAt: instantText(atMs),
    delivery: 'shipping',
    buyer: { unionId: buyer.unionid },
    lines: [lineOf('1', code, 0)],
  })
}
