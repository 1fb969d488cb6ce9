import { In } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { FollowUp, FollowUpTrack } from '../../db/entities/followUps.ts'
import type { Deps } from '../../deps.ts'
import type { ExitFact } from '../../domain/followUps/playbook.ts'
import type { LoadedPlaybook } from './playbookSchema.ts'
import { queueRefresh } from './queueRefresh.ts'
import { closed } from './recordPlan.ts'
import { reviveMerged } from './revive.ts'
import { changeFollowUp, endTracks, lockCustomer, OPEN_STATES, withFigures } from './store.ts'

export interface Exit {
  fact: ExitFact
  externalUserId: string
  /** Only tracks of this product. */
  subject?: string
  /** Only the tracks that this fact started. */
  anchorKey?: string
  /** Only tracks started before. */
  beforeMs?: number
  /** Only this guide's follow-ups. */
  guideId?: number
}

type Ending = Pick<Deps, 'clock' | 'emit' | 'enqueue' | 'rules'>

/** Something happened that stops playbooks: their open follow-ups are dropped with the reason, shown cards told so. */
export async function applyExit(
  tx: Tx,
  deps: Ending,
  playbooks: readonly LoadedPlaybook[],
  exit: Exit,
): Promise<number> {
  await lockCustomer(tx, exit.externalUserId)
  const fallen: FollowUp[] = []
  const ended = new Set<string>()
  for (const playbook of playbooks) {
    const rule = playbook.exits.find(({ on }) => on === exit.fact)
    if (!rule) continue
    const tracks = await findTracks(tx, playbook.id, exit)
    const counted = playbook.steps.filter((step) => rule.drops === 'all' || 'beforeUseUpDays' in step)
    const steps = counted.map(({ id }) => id)
    for (const trackId of tracks) for (const stepId of steps) ended.add(`${trackId} ${stepId}`)
    const rows = await findOpen(tx, tracks, steps, exit.guideId)
    for (const row of rows) if (await dropFollowUp(tx, deps, row, `exit:${exit.fact}`)) fallen.push(row)
    if (rule.drops === 'all' && exit.guideId === undefined) await endTracks(tx, tracks, exit.fact)
  }
  await reviveMerged(tx, deps, fallen, ({ trackId, stepId }) => ended.has(`${trackId} ${stepId}`))
  return fallen.length
}

async function findTracks(tx: Tx, playbookId: string, exit: Exit): Promise<number[]> {
  const { externalUserId, subject, anchorKey, beforeMs } = exit
  const tracks = await tx.findBy(FollowUpTrack, { playbookId, externalUserId, state: 'open' })
  return tracks
    .filter((track) => subject === undefined || track.subject === '' || track.subject === subject)
    .filter((track) => anchorKey === undefined || track.anchorKey === anchorKey)
    .filter((track) => beforeMs === undefined || track.anchorAt < beforeMs)
    .map(({ id }) => id)
}

async function findOpen(tx: Tx, tracks: number[], steps: string[], guideId: number | undefined): Promise<FollowUp[]> {
  if (tracks.length === 0 || steps.length === 0) return []
  const where = { trackId: In(tracks), stepId: In(steps), state: In([...OPEN_STATES]) }
  return tx.findBy(FollowUp, guideId === undefined ? where : { ...where, guideId })
}

export async function dropFollowUp(
  tx: Tx,
  deps: Omit<Ending, 'rules'>,
  row: FollowUp,
  reason: string,
): Promise<boolean> {
  const nowMs = deps.clock.nowMs()
  const change = { ...closed('dropped', reason, nowMs), cardResponseCode: null }
  const isDropped = await withFigures(tx, row, () => changeFollowUp(tx, row, change))
  if (!isDropped) return false
  await queueRefresh(tx, deps, row)
  await deps.emit(tx, { name: 'FollowUpClosed', followUpId: row.id, how: 'dropped', atMs: nowMs })
  return true
}
