import { In } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { FollowUp, type FollowUpTrack } from '../../db/entities/followUps.ts'
import type { Deps } from '../../deps.ts'
import { businessDayOf, daysBetween } from '../../domain/businessDay.ts'
import { fitSlot } from '../../domain/followUps/fitSlot.ts'
import { mergeSameDay } from '../../domain/followUps/mergeSameDay.ts'
import { planSteps, type TriggerFacts } from '../../domain/followUps/planSteps.ts'
import type { PlannedStep } from '../../domain/followUps/playbook.ts'
import { mannersTowards } from './manners.ts'
import type { LoadedPlaybook } from './playbookSchema.ts'
import {
  changeFollowUp,
  endTracks,
  insertFollowUp,
  insertTrack,
  lockCustomer,
  OPEN_STATES,
  withFigures,
} from './store.ts'

export interface PlanInput {
  playbook: LoadedPlaybook
  externalUserId: string
  /** Product code, or empty. */
  subject: string
  /** Names the fact that started it, so that its replay starts nothing. */
  anchorKey: string
  guideId: number
  storeCode: string | null
  facts: TriggerFacts
  /** Goes into each reason: the product's name, the channel. */
  reasonData: Record<string, string>
}

type Planning = Pick<Deps, 'clock' | 'rules' | 'emit' | 'enqueue'>

/** A fact this old that asks for nothing any more is history (an import), not something to explain. */
const HISTORY_DAYS = 14

/** Stores one run of a playbook: every step as a row, planned, moved, merged or dropped with its reason. */
export async function recordPlan(tx: Tx, deps: Planning, input: PlanInput): Promise<string> {
  const nowMs = deps.clock.nowMs()
  const { playbook, externalUserId, facts } = input
  const plan = planSteps(playbook, facts, nowMs, deps.rules.cadence.expireAfterDays)
  const ageDays = daysBetween(businessDayOf(facts.atMs), businessDayOf(nowMs))
  if (plan.planned.length === 0 && ageDays > HISTORY_DAYS) return 'history'
  const track = await insertTrack(tx, {
    playbookId: playbook.id,
    externalUserId,
    subject: input.subject,
    anchorKey: input.anchorKey,
    anchorAt: facts.atMs,
    guideId: input.guideId,
    state: 'open',
    endedBecause: null,
    createdAt: nowMs,
  })
  if (!track) return 'planned before'
  await lockCustomer(tx, externalUserId)
  for (const { stepId, why } of plan.dropped) {
    const reason = 'condition' in why ? `condition:${why.condition}` : 'on' in why ? `exit:${why.on}` : why.code
    await insertFollowUp(tx, { ...rowOf(input, track, stepId, nowMs), ...closed('dropped', reason, nowMs) })
  }
  for (const step of plan.planned) await placeStep(tx, deps, input, track, step)
  if (plan.planned.length === 0) await endTracks(tx, [track.id], 'nothing_planned')
  return `${plan.planned.length} planned`
}

/** Two on one day become one; what does not fit the customer's manners moves, or expires with the reason. */
async function placeStep(
  tx: Tx,
  deps: Planning,
  input: PlanInput,
  track: FollowUpTrack,
  step: PlannedStep,
): Promise<void> {
  const nowMs = deps.clock.nowMs()
  const { dueAtMs, expiresAtMs, purpose, priority, talkTrackSet, reasonCode } = step
  const wishedMs = Math.max(dueAtMs, nowMs)
  const base = { ...rowOf(input, track, step.stepId, nowMs), purpose, priority, talkTrackSet, reasonCode }
  const row = { ...base, dueAt: wishedMs, expiresAt: expiresAtMs }
  const rival = await findRival(tx, input.externalUserId, wishedMs)
  if (rival) {
    const { kept, why } = mergeSameDay({ ...rival, dueAtMs: rival.dueAt }, { id: 0, purpose, priority, dueAtMs })
    if (kept.id === rival.id) {
      await insertFollowUp(tx, { ...row, ...closed('dropped', `merged:${why}`, nowMs) })
      return
    }
    // One that was put off has counted as due on the day it was shown; merged away it counts no more.
    await withFigures(tx, rival, () => changeFollowUp(tx, rival, closed('dropped', `merged:${why}`, nowMs)))
  }
  const slot = fitSlot(wishedMs, await mannersTowards(tx, deps, input.externalUserId), expiresAtMs)
  if (slot.kind === 'expired') {
    await insertFollowUp(tx, { ...row, ...closed('expired', slot.why, nowMs) })
    return
  }
  const id = await insertFollowUp(tx, { ...row, dueAt: slot.atMs, movedBecause: slot.movedBecause ?? null })
  if (id === undefined) return
  await deps.emit(tx, { name: 'FollowUpPlanned', followUpId: id, dueAtMs: slot.atMs })
  if (slot.atMs <= nowMs) await deps.enqueue(tx, { kind: 'followUps.deliver', payload: { guideId: input.guideId } })
}

async function findRival(tx: Tx, externalUserId: string, wishedMs: number): Promise<FollowUp | undefined> {
  const open = await tx.findBy(FollowUp, { externalUserId, state: In([...OPEN_STATES]) })
  const day = businessDayOf(wishedMs)
  return open.find(({ state, dueAt }) => state === 'planned' && businessDayOf(dueAt) === day)
}

export function closed(
  state: 'dropped' | 'expired',
  reason: string,
  nowMs: number,
): Pick<FollowUp, 'state' | 'closedAt' | 'closedHow' | 'closeReason'> {
  return { state, closedAt: nowMs, closedHow: state, closeReason: reason }
}

/** A row without the step's own facts; a step that was never planned keeps it like this. */
function rowOf(input: PlanInput, track: FollowUpTrack, stepId: string, nowMs: number): Omit<FollowUp, 'id'> {
  const { playbook, externalUserId, guideId, storeCode, facts } = input
  const step = playbook.steps.find(({ id }) => id === stepId)
  return {
    trackId: track.id,
    playbookId: playbook.id,
    stepId,
    externalUserId,
    guideId,
    storeCode,
    state: 'planned',
    dueAt: facts.atMs,
    expiresAt: facts.atMs,
    priority: step?.priority ?? 0,
    purpose: step?.purpose ?? 'service',
    reasonCode: `${playbook.id}_${stepId}`,
    reasonData: { ...input.reasonData, title: step?.title ?? playbook.title, anchorDay: businessDayOf(facts.atMs) },
    talkTrackSet: step?.talkTrackSet ?? '',
    movedBecause: null,
    deliveredAt: null,
    remindedAt: null,
    closedAt: null,
    closedHow: null,
    closeReason: null,
    cardTaskId: null,
    cardResponseCode: null,
    createdAt: nowMs,
    version: 0,
  }
}
