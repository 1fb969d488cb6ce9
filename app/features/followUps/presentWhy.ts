import type { CalendarItem, CalendarOutcome } from '../../domain/followUps/calendar.ts'
import type { Obstacle } from '../../domain/followUps/fitSlot.ts'
import type { ConditionName, DropWhy, ExitFact, Playbook } from '../../domain/followUps/playbook.ts'

/** What is true instead, where a step asks for `true` (first) or for `false`; one sentence where it asks for a value. */
const UNMET: Record<ConditionName, readonly [string, string?]> = {
  delivery: ['这一单的取货方式不适用'],
  slowEffect: ['这样商品见效快，不走这一步', '这样商品见效慢，换一种节奏'],
  boughtThisProductBefore: ['第一次买这样商品，有首购回访', '同样的商品买过，不再反复打扰'],
  isRepeatBuyer: ['还是第一次购买，不走这一步', '是老客户了，这一步省去'],
  isWelcomed: ['没有收到过欢迎语', '已经收到过欢迎语'],
  hasMemberCard: ['还没有领会员卡', '会员卡已经领了'],
  hasWatched: ['没有看这场直播', '看过这场直播，换一种说法'],
  hasBought: ['还没有买过东西', '已经买过东西'],
  stages: ['现在不在这一步适用的阶段'],
  quality: ['不属于这一步适用的老客户'],
  categories: ['不是这一步适用的类目'],
  complainedLately: ['近来没有投诉', '近来有过投诉，先不打扰'],
  gaveGoodFeedback: ['还没有听到客户说满意', '客户说过满意，换一种说法'],
}

const EXITS: Record<ExitFact, string> = {
  refunded: '商品已经退了，不再跟进',
  returned: '商品已经退了，不再跟进',
  complaint_opened: '客户有过投诉，先把问题处理好',
  complaint_closed: '投诉已经处理好了',
  customer_lost: '现在没有同事是客户的好友',
  first_purchase: '已经买过东西，不算新朋友了',
  purchased: '之后又买了，不用再提',
  bought_again: '又买了同样的商品，日子重新算',
  card_claimed: '会员卡已经领了',
}

const MERGED = {
  service_first: '同一天有服务要做，先服务后销售',
  more_important: '同一天有更要紧的，两条并一条',
  earlier: '同一天已有一条，两条并一条',
} as const

const NO_ROOM: Record<Obstacle | 'too_late', string> = {
  quiet_hours: '一直碰上休息时间，等不到合适的时候',
  day_off: '一直碰上你的休息日，等不到合适的时候',
  budget_day: '那几天都已有联系，排不下',
  budget_week: '那一周联系够多了，排不下',
  too_late: '已经过了合适的时间',
}

/** Why a step does not come, in one sentence; undefined where it does. */
export function whyNot(item: CalendarItem, playbook: Playbook | undefined): string | undefined {
  const { outcome } = item
  if (outcome.kind === 'dropped') return sayDrop(outcome.why, item, playbook)
  if (outcome.kind === 'expired') return NO_ROOM[outcome.why]
  return outcome.kind === 'waiting' ? sayWaiting(outcome, playbook) : undefined
}

function sayDrop(why: DropWhy, item: CalendarItem, playbook: Playbook | undefined): string {
  switch (why.code) {
    case 'condition':
      return sayUnmet(why.condition, item, playbook)
    case 'exit':
      return EXITS[why.on]
    case 'merged':
      return MERGED[why.because]
    case 'gate':
      return `按客户在「${titleOf(why.step, playbook)}」时的回答，不走这一步`
    case 'gate_unanswered':
      return `「${titleOf(why.step, playbook)}」没有问到回答`
    case 'use_up_unknown':
      return '还不知道这样商品能用多久'
    case 'use_up_too_near':
      return '这样商品用得快，来不及提前提醒'
    case 'too_late':
      return NO_ROOM.too_late
    case 'sale_after_sale':
      return '不连着两次谈买东西'
    case 'muted':
      return '你说过先别提醒这位客户'
    case 'left_alone':
      return '客户说过不想被打扰，这阵子先不联系'
    case 'rested':
      return '同样的方案不久前刚走过，先歇一歇'
    case 'step_removed':
      return '方案里已经没有这一步'
  }
}

function sayUnmet(condition: ConditionName, { step }: CalendarItem, playbook: Playbook | undefined): string {
  const [wantsTrue, wantsFalse] = UNMET[condition]
  const asked = step.when?.[condition] ?? playbook?.when?.[condition]
  return asked === false && wantsFalse ? wantsFalse : wantsTrue
}

function sayWaiting({ step }: Extract<CalendarOutcome, { kind: 'waiting' }>, playbook: Playbook | undefined): string {
  return `等「${titleOf(step, playbook)}」有了回答再看`
}

function titleOf(stepId: string, playbook: Playbook | undefined): string {
  return playbook?.steps.find(({ id }) => id === stepId)?.title ?? '前一步'
}
