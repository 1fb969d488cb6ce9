import { addDays, atTimeOfDay, isValidDay, startOfBusinessDay } from '../businessDay.ts'
import type { CampaignPhase } from '../followUps/playbook.ts'

/** 蓄势 预热 冲刺 余温: the only order they come in. A small campaign may leave some out. */
export const PHASES = ['build_up', 'warm_up', 'sprint', 'afterglow'] as const satisfies readonly CampaignPhase[]

export interface DaySpan {
  /** Business days, both included. */
  fromDay: string
  toDay: string
}

export interface PhaseSpan extends DaySpan {
  phase: CampaignPhase
}

export type PhaseFault =
  | { code: 'no_such_day'; phase?: CampaignPhase }
  | { code: 'ends_before_it_begins'; phase?: CampaignPhase }
  | { code: 'too_long'; phase?: CampaignPhase }
  | { code: 'no_phase' }
  | { code: 'phase_twice'; phase: CampaignPhase }
  | { code: 'outside_campaign'; phase: CampaignPhase }
  | { code: 'out_of_order'; phase: CampaignPhase; before: CampaignPhase }
  | { code: 'overlap'; phase: CampaignPhase; with: CampaignPhase }

const MAX_DAYS = 200

/** Everything wrong with a calendar of phases; empty when it can be run. */
export function checkCalendar(campaign: DaySpan, phases: readonly PhaseSpan[]): PhaseFault[] {
  const own = checkSpan(campaign)
  if (own) return [own]
  if (phases.length === 0) return [{ code: 'no_phase' }]
  const twice = phases.filter(({ phase }, index) => phases.findIndex((other) => other.phase === phase) < index)
  const faults: PhaseFault[] = twice.map(({ phase }) => ({ code: 'phase_twice', phase }))
  const sound = phases.filter((span) => {
    const fault = checkSpan(span)
    if (fault) faults.push({ ...fault, phase: span.phase })
    else if (span.fromDay < campaign.fromDay || span.toDay > campaign.toDay)
      faults.push({ code: 'outside_campaign', phase: span.phase })
    return !fault
  })
  return [...faults, ...checkNeighbours(inOrder(sound))]
}

/** What is wrong with the days themselves. */
export function checkSpan({
  fromDay,
  toDay,
}: DaySpan): { code: 'no_such_day' | 'ends_before_it_begins' | 'too_long' } | undefined {
  if (!isValidDay(fromDay) || !isValidDay(toDay)) return { code: 'no_such_day' }
  if (fromDay > toDay) return { code: 'ends_before_it_begins' }
  return toDay >= addDays(fromDay, MAX_DAYS) ? { code: 'too_long' } : undefined
}

/** As the phases are named, whatever their days say. */
export function inOrder<T extends { phase: CampaignPhase }>(phases: readonly T[]): T[] {
  return [...phases].sort((a, b) => PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase))
}

function checkNeighbours(phases: readonly PhaseSpan[]): PhaseFault[] {
  return phases.slice(1).flatMap((later, index): PhaseFault[] => {
    const earlier = phases[index]
    if (!earlier || earlier.phase === later.phase || earlier.toDay < later.fromDay) return []
    if (later.fromDay < earlier.fromDay) return [{ code: 'out_of_order', phase: later.phase, before: earlier.phase }]
    return [{ code: 'overlap', phase: later.phase, with: earlier.phase }]
  })
}

/** Guides are told in the morning, once shops open their books. */
const STARTS_AT = '09:00'

/** Whether a phase that nobody has started should be started now. One whose last day is over never is. */
export function isPhaseDue({ fromDay, toDay }: DaySpan, nowMs: number): boolean {
  return nowMs >= atTimeOfDay(fromDay, STARTS_AT) && nowMs < endOfSpan({ toDay })
}

/** From when its steps count: the first morning, or the moment it was started late. */
export function phaseStartMs({ fromDay }: Pick<DaySpan, 'fromDay'>, startedAtMs: number): number {
  return Math.max(startedAtMs, atTimeOfDay(fromDay, STARTS_AT))
}

/** The first millisecond after the last day. */
export function endOfSpan({ toDay }: Pick<DaySpan, 'toDay'>): number {
  return startOfBusinessDay(addDays(toDay, 1))
}

/** The same calendar days one year earlier; 29 February becomes the 28th. */
export function yearBefore({ fromDay, toDay }: DaySpan): DaySpan {
  return { fromDay: dayYearBefore(fromDay), toDay: dayYearBefore(toDay) }
}

function dayYearBefore(day: string): string {
  const year = String(Number(day.slice(0, 4)) - 1).padStart(4, '0')
  const same = `${year}${day.slice(4)}`
  return isValidDay(same) ? same : `${year}-02-28`
}
