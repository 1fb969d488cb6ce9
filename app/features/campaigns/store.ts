import { IsNull } from 'typeorm'
import type { Tx } from '../../db/database.ts'
import { AuditEntry } from '../../db/entities/operations.ts'
import { Campaign, CampaignPhaseRow } from '../../db/entities/outreach.ts'
import { insertOnce, isDuplicateKey, lockRow } from '../../db/statements.ts'

export function lockCampaign(tx: Tx, id: number): Promise<void> {
  return lockRow(tx, 'campaigns', 'id', id)
}

/** @returns its id, or undefined when another campaign has the name */
export async function insertCampaign(tx: Tx, row: Omit<Campaign, 'id'>): Promise<number | undefined> {
  if (!(await insertOnce(tx, Campaign, row))) return undefined
  return (await tx.findOneByOrFail(Campaign, { name: row.name })).id
}

/** @returns false when another campaign has the new name. The caller holds the campaign. */
export async function changeCampaign(tx: Tx, campaign: Campaign): Promise<boolean> {
  try {
    await tx.save(campaign)
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

/** @returns whether it was in the state before */
export async function moveCampaign(
  tx: Tx,
  id: number,
  move: { from: Campaign['state']; to: Campaign['state']; endedAt: number | null },
): Promise<boolean> {
  const { affected } = await tx.update(Campaign, { id, state: move.from }, { state: move.to, endedAt: move.endedAt })
  return affected === 1
}

export type NewPhase = Omit<CampaignPhaseRow, 'id' | 'campaignId' | 'startedAt'>

/**
 * Phases that have begun keep their days and whom they speak to; all others are made afresh. The caller holds the
 * campaign.
 */
export async function replacePhases(
  tx: Tx,
  campaignId: number,
  phases: { begun: readonly NewPhase[]; ahead: readonly NewPhase[] },
): Promise<void> {
  await tx.delete(CampaignPhaseRow, { campaignId, startedAt: IsNull() })
  for (const phase of phases.ahead) await insertOnce(tx, CampaignPhaseRow, { ...phase, campaignId, startedAt: null })
  for (const { phase, purposes, targetFen } of phases.begun)
    await tx.update(CampaignPhaseRow, { campaignId, phase }, { purposes, targetFen })
}

/** @returns whether this call started it */
export async function markPhaseStarted(tx: Tx, id: number, atMs: number): Promise<boolean> {
  const { affected } = await tx.update(CampaignPhaseRow, { id, startedAt: IsNull() }, { startedAt: atMs })
  return affected === 1
}

type Act = 'campaign.save' | 'campaign.start' | 'campaign.end' | 'campaign.nurture'

/** Who decided what about which campaign. */
export async function noteAct(tx: Tx, actor: string, action: Act, campaignId: number, at: number): Promise<void> {
  await tx.insert(AuditEntry, { at, actor, action, subject: String(campaignId), detail: {} })
}
