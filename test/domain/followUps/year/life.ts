import { businessDayOf } from '../../../../app/domain/businessDay.ts'
import type { CalendarInput, CalendarItem, PlaybookStart } from '../../../../app/domain/followUps/calendar.ts'
import { planCalendar } from '../../../../app/domain/followUps/planCalendar.ts'
import { type Stage, stageOf } from '../../../../app/domain/lifecycle/stage.ts'
import { MANNERS, SHIPPED } from '../calendarFactory.ts'
import { daysOffOf, STAGE_RULES } from './chain.ts'
import { isKept, type Life, tell } from './lifeShape.ts'
import { startsOf } from './startsOf.ts'

/** Looks at all facts as they are now; enters a new stage if they say so. */
export function replan(life: Life, nowMs: number): void {
  enterStage(life, nowMs)
  life.items = planCalendar(inputOf(life, nowMs))
  for (const item of life.items) if (!isOver(life.lastSeen.get(item.key), nowMs)) life.lastSeen.set(item.key, item)
  life.replans++
}

/** Its time went by without it: why it was not said then is the reason, not what happened since. */
function isOver(seen: CalendarItem | undefined, nowMs: number): boolean {
  if (seen?.wishedAtMs === undefined || seen.wishedAtMs >= nowMs) return false
  return seen.outcome.kind === 'dropped' || seen.outcome.kind === 'expired'
}

function inputOf(life: Life, nowMs: number): CalendarInput {
  const bought = life.orders.filter(isKept)
  return {
    playbooks: SHIPPED,
    starts: startsOf(life, nowMs),
    customer: {
      isReachable: !life.isLost,
      stage: life.stages.at(-1)?.stage ?? 'lead',
      ...(bought.length >= 4 ? { quality: 'high' as const } : {}),
      hasMemberCard: life.hasCard,
      isWelcomed: true,
      purchasesAtMs: bought.map(({ atMs }) => atMs),
      complaints: life.complaints,
      ...lastFeedback(life),
      ...(life.mutedUntilMs === undefined ? {} : { mutedUntilMs: life.mutedUntilMs }),
    },
    progress: [...life.progress.values()],
    answers: life.answers,
    contacts: [...life.contacts, ...life.promised.filter(({ atMs }) => atMs > nowMs)],
    manners: { ...MANNERS, daysOff: daysOffOf(life.guideNo) },
    nowMs,
  }
}

function lastFeedback({ answers }: Life): { lastFeedback?: string } {
  const newest = answers.findLast(({ ask }) => ask === 'feedback')
  return newest ? { lastFeedback: newest.answer } : {}
}

export function stageNow(life: Life, nowMs: number): Stage {
  const purchases = life.orders.filter(isKept).map(({ atMs, product, quantity }) => {
    return { atMs, netFen: product.fen * quantity, categories: [life.trade] }
  })
  return stageOf({ addedAtMs: life.addedAtMs, purchases }, STAGE_RULES, nowMs).stage
}

function enterStage(life: Life, nowMs: number): void {
  const stage = stageNow(life, nowMs)
  if (stage === life.stages.at(-1)?.stage) return
  life.stages.push({ stage, atMs: nowMs })
  if (stage !== 'lead') tell(life, nowMs, `阶段变为 ${STAGE_WORDS[stage]}`)
}

const STAGE_WORDS: Record<Stage, string> = {
  lead: '潜客',
  new: '新客',
  active: '复购客',
  loyal: '忠实客',
  silent: '沉默',
  churned: '流失',
}

export function wordsOf(life: Life, start: PlaybookStart): Record<string, string> {
  const call = life.calls.find(
    ({ playbookId, anchorKey }) => playbookId === start.playbookId && anchorKey === start.anchorKey,
  )
  const product = life.orders.find(({ id }) => start.anchorKey === `order:${id}`)?.product
  return { anchorDay: businessDayOf(start.atMs), ...(product ? { productName: product.name } : {}), ...call?.words }
}
