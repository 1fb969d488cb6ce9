import type { FollowUpTrack } from '../../../db/entities/followUps.ts'
import type { PlaybookStart } from '../../../domain/followUps/calendar.ts'
import type { Playbook, PlaybookStep } from '../../../domain/followUps/playbook.ts'
import { startKeyOf } from './starts.ts'

const DAY_MS = 86_400_000
/** Answers, put-off prompts and mutes may stretch a playbook beyond its last day by less than this. */
const GRACE_DAYS = 45

/**
 * Whether a start lies so far back that nothing of it can come any more: it is left out, so that a long history costs
 * no planning. One with something open, or that may still make a later start rest, is kept.
 */
export function isLongOver(
  start: PlaybookStart,
  playbooks: readonly Playbook[],
  tracks: readonly FollowUpTrack[],
  nowMs: number,
): boolean {
  const playbook = playbooks.find(({ id }) => id === start.playbookId)
  if (!playbook) return true
  const lastDay = Math.max(playbook.restDays ?? 0, ...playbook.steps.map((step) => lastDayOf(step, start))) + GRACE_DAYS
  if (start.atMs + lastDay * DAY_MS > nowMs) return false
  const key = startKeyOf(start)
  return !tracks.some((track) => track.state === 'open' && startKeyOf(track) === key)
}

function lastDayOf(step: PlaybookStep, { useUpDays = 0 }: PlaybookStart): number {
  if ('afterAnswer' in step) return 0
  return 'offsetDays' in step ? step.offsetDays : useUpDays - step.beforeUseUpDays
}
