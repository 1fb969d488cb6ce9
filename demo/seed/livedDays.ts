import { advanceClocksTo, type Stage, settle } from '../stage.ts'
import { signIn, type Visitor } from './browsers.ts'
import { workThroughList } from './guideWork.ts'
import type { History } from './history.ts'
import { planActs } from './livedActs.ts'
import { createDice } from './random.ts'
import type { Till } from './till.ts'
import { DAY_MS, HOUR_MS } from './time.ts'

interface LivedDays {
  history: History
  till: Till
  openingMs: number
  days: number
}

export type Visit = (userid: string) => Promise<Visitor>

const SETTLE_MS = 120_000
/** Of the guides who got a card, so many work through their list. */
const AT_WORK = 0.8

/** The days before the opening as they were: sales, cards, sentences sent, answers, and what the office did. */
export async function liveDays(stage: Stage, { history, till, openingMs, days }: LivedDays): Promise<void> {
  const dice = createDice(61)
  const guides = stage.chain.people.filter(({ role }) => role === 'guide')
  const known = new Map<string, Promise<Visitor>>()
  const visit: Visit = (userid) => {
    const visitor = known.get(userid) ?? signIn(stage, userid)
    known.set(userid, visitor)
    return visitor
  }
  const acts = planActs(stage, visit, openingMs)
  for (const { daysAgo, hours } of momentsOf(days)) {
    const nowMs = openingMs - daysAgo * DAY_MS + hours * HOUR_MS
    const cards = new Map(guides.map(({ userid }) => [userid, stage.local.messagesOf(userid).length]))
    history.playUntil(nowMs)
    await advanceClocksTo(stage, nowMs)
    await till.postUntil(nowMs)
    await settle(stage, SETTLE_MS)
    if (hours === 0) for (const act of acts.filter((each) => each.daysAgo === daysAgo)) await act.play()
    await settle(stage, SETTLE_MS)
    if (daysAgo === 0) return
    const called = guides.filter(({ userid }) => stage.local.messagesOf(userid).length > (cards.get(userid) ?? 0))
    for (const guide of called)
      if (dice.chance(AT_WORK)) await workThroughList(stage, await visit(guide.userid), guide, { dice, till })
  }
}

const EVENING_HOURS = 9.7

/** Each morning, and last night too: what was due in the evening is out by then. */
function momentsOf(days: number): { daysAgo: number; hours: number }[] {
  const mornings = Array.from({ length: days }, (_, index) => ({ daysAgo: days - 1 - index, hours: 0 }))
  return mornings.flatMap((each) => (each.daysAgo === 1 ? [each, { ...each, hours: EVENING_HOURS }] : [each]))
}
