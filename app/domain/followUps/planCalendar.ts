import type { CalendarInput, CalendarItem, PlaybookStart } from './calendar.ts'
import { endVainWaiting } from './endVainWaiting.ts'
import { placeItems } from './placeItems.ts'
import { isIdle, planStart, type StartFacts, type StepPlan } from './planStart.ts'
import type { Playbook } from './playbook.ts'

const DAY_MS = 86_400_000

/**
 * The calendar of one customer: what becomes of every step of every start, each exactly once. A pure function of the
 * facts: the order in which they arrived, and the order in which they are handed over, never matter. A start whose
 * playbook is not given has no items. Items come in order of their starts, then of the playbook's steps.
 */
export function planCalendar(input: CalendarInput): CalendarItem[] {
  const { customer, answers, nowMs, manners } = input
  const progress = new Map(input.progress.map((step) => [step.key, step]))
  const facts: StartFacts = { customer, answers, nowMs, progress, expireAfterDays: manners.expireAfterDays }
  const plans = planStarts(input, facts)
  const placed = placeItems(plans, { ...input, progress })
  const items = plans.map(({ key, start, playbook, step, wishedAtMs, outcome }): CalendarItem => {
    const settled = outcome ?? placed.get(key)
    if (!settled) throw new Error(`no outcome for ${key}`)
    const when = wishedAtMs === undefined ? {} : { wishedAtMs }
    return { key, start, playbookId: playbook.id, step, ...when, outcome: settled }
  })
  return endVainWaiting(items, input)
}

function planStarts({ playbooks, starts }: CalendarInput, facts: StartFacts): StepPlan[] {
  const byId = new Map(playbooks.map((playbook) => [playbook.id, playbook]))
  const lastStartMs = new Map<string, number>()
  return inOrder(starts).flatMap((start) => {
    const playbook = byId.get(start.playbookId)
    if (!playbook) return []
    const series = `${start.playbookId}|${start.subject}`
    const restedSinceMs = restedSince(playbook, start, lastStartMs.get(series))
    if (restedSinceMs === undefined && !isIdle(playbook, start, facts)) lastStartMs.set(series, start.atMs)
    return planStart(playbook, start, facts, restedSinceMs)
  })
}

function restedSince({ restDays = 0 }: Playbook, start: PlaybookStart, lastMs: number | undefined): number | undefined {
  return lastMs !== undefined && start.atMs < lastMs + restDays * DAY_MS ? lastMs : undefined
}

/** Once each, the earliest first. */
function inOrder(starts: readonly PlaybookStart[]): PlaybookStart[] {
  const sorted = [...starts].sort((a, b) => a.atMs - b.atMs || compareText(nameOf(a), nameOf(b)))
  return [...new Map(sorted.toReversed().map((start) => [nameOf(start), start])).values()].reverse()
}

function nameOf({ playbookId, subject, anchorKey }: PlaybookStart): string {
  return `${playbookId}|${subject}|${anchorKey}`
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
