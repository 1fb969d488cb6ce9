import { expect } from 'chai'
import { Customer } from '../../../app/db/entities/customers.ts'
import { Campaign, CampaignPhaseRow } from '../../../app/db/entities/outreach.ts'
import type { Deps } from '../../../app/deps.ts'
import type { Playbook } from '../../../app/domain/followUps/playbook.ts'
import { callPhase, sweepCampaigns } from '../../../app/features/campaigns/commands/runPhases.ts'
import { enqueueJob } from '../../../app/jobs/enqueue.ts'
import type { JobRun } from '../../../app/jobs/types.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'

const NOW_MS = Date.parse('2026-12-10T09:04:00+08:00')
const SPRINT = {
  id: 'campaign_sprint',
  trigger: { on: 'campaign_phase', phase: 'sprint' },
} as unknown as Playbook

interface Stored {
  id: number
  kind: string
  payload: string
}

/** Only what the batches use; facts become job rows in the very transaction, so that a crash takes them back. */
function createDeps(test: TestDatabase, crashPoint: () => void): Deps {
  return {
    db: test.db,
    clock: { nowMs: () => NOW_MS, wallMs: () => NOW_MS },
    emit: (tx: never, { name, ...payload }: { name: string }) => enqueueJob(tx, { kind: name, payload }, NOW_MS),
    enqueue: (tx: never, job: never) => enqueueJob(tx, job, NOW_MS),
    crashPoint,
  } as unknown as Deps
}

forEachDatabase((kind) =>
  describe(`calling a phase in batches (${kind})`, () => {
    let test: TestDatabase
    let phaseId: number
    beforeEach(async () => {
      test = await openTestDatabase(kind)
      await test.db.transaction(async (tx) => {
        const friends = Array.from({ length: 450 }, (_, index) => ({
          ...{ externalUserId: `wm${String(index).padStart(4, '0')}`, name: '', avatar: '', type: 1, unionKey: null },
          ...{ stage: 'lead' as const, stageSinceAt: 0, nextStageCheckAt: null, firstAddedAt: 0, syncedAt: null },
        }))
        await tx.insert(Customer, friends)
        await tx.query(
          `INSERT INTO customer_relations (external_user_id, guide_id, state, added_at, add_way, remark, description, event_at)
           SELECT external_user_id, 1, 'active', 0, 0, '', '', 0 FROM customers`,
        )
        const campaign = await tx.save(
          tx.create(Campaign, {
            ...{ name: '双十二', state: 'running', fromDay: '2026-12-01', toDay: '2026-12-20', offer: '' },
            ...{ targetNewFen: 0, targetOldFen: 0, forecast: {}, createdBy: 'op', createdAt: 0, endedAt: null },
          }),
        )
        const phase = await tx.save(
          tx.create(CampaignPhaseRow, {
            ...{ campaignId: campaign.id, phase: 'sprint', fromDay: '2026-12-10', toDay: '2026-12-12', filter: {} },
            ...{ purposes: {}, targetFen: 0, startedAt: null },
          }),
        )
        phaseId = phase.id
      })
    })
    afterEach(() => test.drop())

    const jobs = (of: string): Promise<Stored[]> =>
      test.db.read.query('SELECT id, kind, payload FROM jobs WHERE kind = ? ORDER BY id', [of])

    /** A run that settles by taking its row away, as settling does in one transaction with the effect. */
    const runOf = (id: number) =>
      ({ settle: (tx: Deps['db']['read']) => tx.query('DELETE FROM jobs WHERE id = ?', [id]) }) as unknown as JobRun

    /** Runs stored batches until none is left; a crash leaves its job where it was. */
    async function runBatches(deps: Deps): Promise<number> {
      let crashes = 0
      for (;;) {
        const [job] = await jobs('campaigns.callPhase')
        if (!job) return crashes
        await callPhase(deps, [SPRINT], JSON.parse(job.payload), runOf(job.id)).catch(() => (crashes += 1))
      }
    }

    it('a crash in any batch repeats nobody and leaves nobody out', async () => {
      let batches = 0
      const deps = createDeps(test, () => {
        batches += 1
        if (batches % 2 === 1) throw new Error('crashed')
      })
      await Promise.all([1, 2].map(() => sweepCampaigns(deps, runOf(0))))
      expect(await jobs('campaigns.callPhase'), 'begun once, whoever sweeps').to.have.length(1)
      expect(await runBatches(deps)).to.equal(3)
      const called = (await jobs('PlaybookCalled')).map(({ payload }) => JSON.parse(payload))
      expect(called).to.have.length(450)
      expect(new Set(called.map(({ externalUserId }) => externalUserId)).size).to.equal(450)
      expect(called[0]).to.deep.equal({
        ...{ playbookId: 'campaign_sprint', externalUserId: 'wm0000', anchorKey: 'campaign:1:sprint' },
        ...{ startAtMs: NOW_MS, endsAtMs: Date.parse('2026-12-13T00:00:00+08:00'), atMs: NOW_MS },
        data: { name: '双十二', campaignName: '双十二' },
      })
      await sweepCampaigns(deps, runOf(0))
      expect(await jobs('campaigns.callPhase')).to.deep.equal([])
    })

    it('stops where the operator ends the campaign', async () => {
      const deps = createDeps(test, () => undefined)
      await sweepCampaigns(deps, runOf(0))
      const [first] = await jobs('campaigns.callPhase')
      await callPhase(deps, [SPRINT], { phaseId, after: '' }, runOf(first?.id ?? 0))
      await test.db.transaction((tx) => tx.query(`UPDATE campaigns SET state = 'ended'`))
      const [second] = await jobs('campaigns.callPhase')
      expect(await callPhase(deps, [SPRINT], JSON.parse(second?.payload ?? ''), runOf(0))).to.equal(
        'the campaign has ended',
      )
      expect(await jobs('PlaybookCalled')).to.have.length(200)
    })
  }),
)
