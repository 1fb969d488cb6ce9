import type { Campaign } from '../../db/entities/outreach.ts'
import { PHASES } from '../../domain/campaigns/phases.ts'
import type { CampaignPhase, Playbook } from '../../domain/followUps/playbook.ts'

/** What the runs of a campaign's playbooks are found by again. */
export function phaseAnchor(campaignId: number, phase: CampaignPhase): string {
  return `campaign:${campaignId}:${phase}`
}

export function nurtureAnchor(campaignId: number): string {
  return `campaign:${campaignId}:nurture`
}

export function allAnchors(campaignId: number): string[] {
  return [...PHASES.map((phase) => phaseAnchor(campaignId, phase)), nurtureAnchor(campaignId)]
}

/** The operator's playbook for a phase; undefined: there is none. */
export function playbookOf(playbooks: readonly Playbook[], phase: CampaignPhase): Playbook | undefined {
  return playbooks.find(({ trigger }) => trigger.on === 'campaign_phase' && trigger.phase === phase)
}

/** Being in one of these is being looked after following a purchase. */
export function nurturingIds(playbooks: readonly Playbook[]): string[] {
  return playbooks
    .filter(({ trigger }) => trigger.on === 'order_line_paid' || trigger.on === 'order_paid')
    .map(({ id }) => id)
    .concat(playbookOf(playbooks, 'afterglow')?.id ?? [])
}

/** Words of the campaign for talk tracks and reasons. */
export function wordsOf({ name, offer }: Pick<Campaign, 'name' | 'offer'>): Record<string, string> {
  return { name, campaignName: name, ...(offer ? { offer } : {}) }
}
