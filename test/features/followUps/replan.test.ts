import { expect } from 'chai'
import { Member } from '../../../app/db/entities/customers.ts'
import { MassSendTarget } from '../../../app/db/entities/outreach.ts'
import type { DomainEvent } from '../../../app/domain/events.ts'
import type { Playbook } from '../../../app/domain/followUps/playbook.ts'
import { replanCustomer } from '../../../app/features/followUps/commands/replanCustomer.ts'
import { loadPlaybooks } from '../../../app/features/followUps/loadPlaybooks.ts'
import type { JobRun } from '../../../app/jobs/types.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addCustomer, cardsOf, followUps, followUpsOf, goTo, openShop, type Shop, step } from './shop.ts'

const job = { settle: async () => undefined } as unknown as JobRun
const when = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16)

forEachDatabase((kind) =>
  describe(`a fact asks for the calendar afresh (${kind})`, () => {
    let shop: Shop
    let customer: string
    beforeEach(async () => {
      shop = await openShop(kind)
      customer = await addCustomer(shop, '王芳芳')
    })
    afterEach(() => shop.app.stop())

    const replan = (playbooks: readonly Playbook[]) => replanCustomer(shop.app.deps, playbooks, customer, job)
    const emit = async (event: DomainEvent) => {
      await shop.app.deps.db.transaction((tx) => shop.app.deps.emit(tx, event))
      await shop.app.settle()
    }

    it('and writes nothing when nothing has changed', async () => {
      const shipped = loadPlaybooks('templates/playbooks')
      const before = await followUps(shop, customer)
      expect(await replan(shipped)).to.equal('0 written')
      await goTo(shop, '2026-11-22T10:00:00')
      expect(await replan(shipped)).to.equal('0 written')
      await goTo(shop, '2026-11-23T10:00:00')
      expect(await replan(shipped)).to.equal('0 written')
      expect((await followUps(shop, customer)).map(({ id }) => id)).to.deep.equal(before.map(({ id }) => id))
    })

    it('a day off moves what was due on it, and given back brings it back', async () => {
      const day = '2026-11-22'
      expect((await shop.lin.post('/api/days-off', { day, isOff: true })).status).to.equal(200)
      await shop.app.settle()
      const moved = await step(shop, customer, 'day_1')
      expect([when(moved.dueAt), moved.movedBecause]).to.deep.equal(['2026-11-23T09:50', 'day_off'])
      await goTo(shop, '2026-11-22T08:00:00')
      expect((await shop.lin.post('/api/days-off', { day, isOff: false })).status).to.equal(200)
      await shop.app.settle()
      const back = await step(shop, customer, 'day_1')
      expect([when(back.dueAt), back.movedBecause]).to.deep.equal(['2026-11-22T09:50', null])
    })

    it('a member card that was claimed ends the invitation to it', async () => {
      await shop.app.deps.db.transaction((tx) =>
        tx.insert(Member, {
          ...{ memberNo: 'M1', phoneKey: null, phoneSealed: null, unionKey: null, externalUserId: customer },
          ...{ name: '', tier: '', points: 0, birthday: null, birthMonthDay: null, updatedAt: 0 },
        }),
      )
      await emit({ name: 'MemberChanged', externalUserId: customer, atMs: 1 })
      const rows = await followUpsOf(shop, customer, 'card_unclaimed')
      expect(rows.map(({ state, closeReason }) => `${state} ${closeReason}`)).to.deep.equal(
        Array(2).fill('dropped exit:card_claimed'),
      )
    })

    it('a mass send takes its place in the budget', async () => {
      const at = Date.parse('2026-11-22T12:00:00+08:00')
      const target = { massSendId: 1, externalUserId: customer, guideId: shop.guideIds.lin, msgId: null, at }
      await shop.app.deps.db.transaction((tx) => tx.insert(MassSendTarget, { ...target, state: 'offered', why: '' }))
      await emit({ name: 'MassSendPlanned', massSendId: 1, externalUserId: customer, atMs: at })
      const row = await step(shop, customer, 'day_1')
      expect([when(row.dueAt), row.movedBecause]).to.deep.equal(['2026-11-23T09:50', 'budget_day'])
    })

    it('a stage that is entered starts its playbook, once', async () => {
      const atMs = shop.app.clock.nowMs()
      await shop.app.deps.db.transaction((tx) =>
        tx.query(
          `INSERT INTO stage_changes (external_user_id, from_stage, to_stage, at, why) VALUES (?, 'silent', 'churned', ?, '')`,
          [customer, atMs],
        ),
      )
      await shop.app.deps.db.transaction((tx) =>
        tx.query(`UPDATE customers SET stage = 'churned' WHERE external_user_id = ?`, [customer]),
      )
      const changed = { name: 'StageChanged', externalUserId: customer, from: 'silent', to: 'churned', atMs } as const
      await emit(changed)
      await emit(changed)
      const tracks: { anchorKey: string }[] = await shop.app.deps.db.read.query(
        `SELECT anchor_key AS anchorKey FROM follow_up_tracks WHERE anchor_key LIKE 'stage:%'`,
      )
      expect(tracks.map(({ anchorKey }) => anchorKey)).to.deep.equal(['stage:churned:2026-11-21'])
    })

    it('a call from outside starts a playbook once, with the words it brings', async () => {
      const call: DomainEvent = {
        ...{
          name: 'PlaybookCalled' as const,
          playbookId: 'segment_call',
          externalUserId: customer,
          anchorKey: 'segment:7',
        },
        ...{ startAtMs: shop.app.clock.nowMs(), data: { name: '老客回访', note: '问问近况' }, atMs: 1 },
      }
      await emit(call)
      await emit(call)
      const rows = await followUpsOf(shop, customer, 'segment_call')
      expect(rows.map(({ reasonData }) => reasonData.reason)).to.deep.equal(['老客回访：问问近况'])
    })

    it('what a playbook says may be edited; what was done and shown stays, and nothing comes twice', async () => {
      await goTo(shop, '2026-11-22T10:00:00')
      const { id } = await step(shop, customer, 'day_1')
      await shop.lin.post(`/api/follow-ups/${id}/done`)
      await goTo(shop, '2026-11-24T10:00:00')
      const before = await followUpsOf(shop, customer, 'new_friend')
      expect(before.map(({ state }) => state)).to.deep.equal(['done', 'due', 'planned'])
      const edited = loadPlaybooks('templates/playbooks').map((playbook) => {
        if (playbook.id !== 'new_friend') return playbook
        const [day1, day3] = playbook.steps
        const day5 = { ...day3!, id: 'day_5', offsetDays: 5, time: '10:05', title: '新的一步', gates: [] }
        return { ...playbook, steps: [day5, { ...day3!, title: '换个名字' }, { ...day1!, priority: 99 }] }
      })
      await replan(edited as Playbook[])
      const after = await followUpsOf(shop, customer, 'new_friend')
      expect(after.map(({ stepId, state, closeReason }) => [stepId, state, closeReason])).to.deep.equal([
        ['day_1', 'done', null],
        ['day_3', 'due', null],
        ['day_7', 'dropped', 'step_removed'],
        ['day_5', 'planned', null],
      ])
      expect(after.slice(0, 2)).to.deep.equal(before.slice(0, 2))
      expect(await replan(edited as Playbook[])).to.equal('0 written')
    })

    it("a leaver's follow-ups go to the colleague who is a friend too, or fall with the reason", async () => {
      const other = await addCustomer(shop, '李梅')
      shop.app.local.customerAdds({ userid: 'guide.zhou', name: '王芳芳', externalUserId: customer })
      await goTo(shop, '2026-11-22T10:00:00')
      const left = { MsgType: 'event', Event: 'change_contact', ChangeType: 'delete_user', UserID: 'guide.lin' }
      shop.app.local.delivery.emit({ from: 'sys', createdAtMs: shop.app.clock.nowMs(), fields: Object.entries(left) })
      await shop.app.settle()
      const mine = await followUpsOf(shop, customer, 'new_friend')
      expect(mine.map(({ guideId }) => guideId)).to.deep.equal(Array(3).fill(shop.guideIds.zhou))
      expect(cardsOf(shop, 'guide.zhou')).to.have.length(1)
      const fallen = await followUps(shop, other)
      expect(new Set(fallen.map(({ state, closeReason }) => `${state} ${closeReason}`))).to.deep.equal(
        new Set(['dropped exit:customer_lost']),
      )
    })
  }),
)
