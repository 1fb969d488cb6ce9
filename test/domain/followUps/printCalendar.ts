import { businessDayOf, minuteOfBusinessDay } from '../../../app/domain/businessDay.ts'
import type { CalendarItem } from '../../../app/domain/followUps/calendar.ts'
import { whyNot } from '../../../app/features/followUps/presentWhy.ts'
import { reasonText } from '../../../app/features/followUps/reasonText.ts'
import { SHIPPED } from './calendarFactory.ts'
import { YEAR_START_MS } from './year/chain.ts'
import { wordsOf } from './year/life.ts'
import type { Entry, Life } from './year/lifeShape.ts'
import { liveYear } from './year/liveYear.ts'

// Prints the year of one made-up customer, for a person to judge: tsx --conditions=source printCalendar.ts <seed>

const KINDS: Record<Entry['kind'], string> = {
  fact: '',
  shown: '提醒',
  sent: '  发了',
  skipped: '  跳过',
  ignored: '  没做，作废',
  put_off: '  推迟',
}

/** Reasons that are no news: the step was never meant for this customer. */
const PLAIN = new Set(['condition', 'use_up_unknown', 'gate', 'gate_unanswered'])

export function printYear(life: Life): string {
  const lines = life.story.map((entry) => ({ atMs: entry.atMs, text: `${KINDS[entry.kind]}${wordsFor(life, entry)}` }))
  const silent = [...life.lastSeen.values()].flatMap((item) => notSaid(life, item))
  return [...lines, ...silent]
    .filter(({ atMs }) => atMs >= YEAR_START_MS)
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, text }) => `${businessDayOf(atMs).slice(5)} ${timeOf(atMs)}  ${text}`)
    .join('\n')
}

function wordsFor(life: Life, { kind, text, item }: Entry): string {
  if (!item) return text
  if (kind !== 'shown') return `「${item.step.title}」`
  return `【${item.step.purpose === 'sale' ? '销售' : '服务'}·${item.step.title}】${reasonOf(life, item)}${movedOf(item)}`
}

function reasonOf(life: Life, item: CalendarItem): string {
  return reasonText(item.step, wordsOf(life, item.start))
}

function movedOf({ outcome, wishedAtMs = 0 }: CalendarItem): string {
  if (outcome.kind !== 'planned' || !outcome.movedBecause) return ''
  return `（原定 ${businessDayOf(wishedAtMs).slice(5)}，${outcome.movedBecause}）`
}

function notSaid(life: Life, item: CalendarItem): { atMs: number; text: string }[] {
  const { outcome, wishedAtMs } = item
  if (wishedAtMs === undefined || (outcome.kind !== 'dropped' && outcome.kind !== 'expired')) return []
  if (outcome.kind === 'dropped' && PLAIN.has(outcome.why.code)) return []
  const playbook = SHIPPED.find(({ id }) => id === item.playbookId)
  const product = wordsOf(life, item.start).productName ?? ''
  return [{ atMs: wishedAtMs, text: `    （没提醒「${item.step.title}」${product}：${whyNot(item, playbook)}）` }]
}

function timeOf(atMs: number): string {
  const minute = minuteOfBusinessDay(atMs)
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

if (process.argv[1]?.endsWith('printCalendar.ts')) console.log(printYear(liveYear(Number(process.argv[2] ?? 1))))
