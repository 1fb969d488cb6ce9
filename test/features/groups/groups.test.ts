import { expect } from 'chai'
import { Binding } from '../../../app/db/entities/customers.ts'
import { Job } from '../../../app/db/entities/durable.ts'
import { CustomerGroup, GroupDay, GroupMember, GroupStore } from '../../../app/db/entities/groups.ts'
import { ContactWay } from '../../../app/db/entities/org.ts'
import { bindGroupJoins } from '../../../app/features/customers/commands/bindGroupJoins.ts'
import type { GroupBoard, GroupPanel } from '../../../app/features/groups/contract.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

forEachDatabase((kind) =>
  describe(`customer groups (${kind})`, () => {
    let app: TestApp
    let ids: Record<string, number>
    let chatId: string

    beforeEach(async () => {
      app = await startTestApp(kind)
      ids = await seedChain(app.deps, app.local, [
        { userId: 'guide.lin', name: '林晓' },
        { userId: 'guide.zhou', name: '周宁', storeCode: 'SH002' },
        { userId: 'boss1', role: 'store_manager' },
        { userId: 'south', role: 'region_manager', storeCode: null, regionCode: 'SOUTH' },
        { userId: 'ops', role: 'operator', storeCode: null },
      ])
      const founders = [{ name: '甲' }, { name: '乙' }]
      chatId = app.local.createGroup({ name: '徐汇店福利群', owner: 'guide.lin', members: founders }).chatId
      await app.deps.db.transaction((tx) =>
        tx.insert(GroupStore, { storeCode: 'SH001', chatId, fromDay: '2026-01-01', toDay: null }),
      )
      await read10Seconds()
    })
    afterEach(() => app.stop())

    const read = () => app.deps.db.read
    const group = () => read().findOneByOrFail(CustomerGroup, { chatId })
    const today = () => read().findOneByOrFail(GroupDay, { chatId, day: '2026-11-21' })

    /** WeCom writes a group's details late: the read is due a few seconds after the event. */
    async function read10Seconds(): Promise<void> {
      await app.settle()
      app.clock.advance(10_000)
      await app.settle()
    }

    async function run(job: string): Promise<void> {
      await app.deps.db.transaction((tx) => app.deps.enqueue(tx, { kind: job, payload: {} }))
      await app.settle()
    }

    it('the founding batch is told apart from joins', async () => {
      expect(await group()).to.include({
        name: '徐汇店福利群',
        ownerGuideId: ids['guide.lin'],
        memberCount: 3,
        customerCount: 2,
      })
      expect(await today()).to.include({ founding: 2, joined: 0, members: 3, customers: 2, storeCode: 'SH001' })
    })

    it('a change on top of the version we hold is applied at once; then the names are read', async () => {
      app.clock.advance(2 * HOUR_MS)
      const { memberId } = app.local.joinGroup({ chatId, name: '丙' })
      await app.settle()
      expect(await group()).to.include({ customerCount: 3 })
      expect(await today()).to.include({ joined: 1, customers: 3 })
      app.clock.advance(10_000)
      await app.settle()
      const member = await read().findOneByOrFail(GroupMember, { chatId, memberId })
      expect(member).to.include({ name: '丙', joinScene: 3, isFounding: false, leftAt: null })
      app.local.leaveGroup({ chatId, memberId })
      await app.settle()
      expect(await today()).to.include({ joined: 1, leftCount: 1, customers: 2 })
    })

    it('after a lost event the gap in versions makes us read the whole group', async () => {
      app.clock.advance(HOUR_MS)
      app.local.delivery.mode({ loseNext: 1 })
      app.local.joinGroup({ chatId, name: '丙' })
      app.clock.advance(HOUR_MS)
      app.local.joinGroup({ chatId, name: '丁' })
      await app.settle()
      expect((await group()).customerCount).to.equal(2)
      await read10Seconds()
      expect((await group()).customerCount).to.equal(4)
      expect(await today()).to.include({ joined: 2 })
    })

    it('repeated and shuffled events count once', async () => {
      app.clock.advance(HOUR_MS)
      app.local.delivery.mode({ duplicate: 2, reorder: true })
      for (const name of ['丙', '丁', '戊']) app.local.joinGroup({ chatId, name })
      await read10Seconds()
      expect(await today()).to.include({ joined: 3, leftCount: 0, customers: 5 })
      expect(await read().countBy(Job, { state: 'parked' })).to.equal(0)
    })

    it('a new owner and a new name are read; a dismissal ends the group without leavers', async () => {
      app.local.renameGroup({ chatId, name: '徐汇店会员群' })
      app.local.changeOwner({ chatId, owner: 'guide.zhou' })
      await read10Seconds()
      expect(await group()).to.include({ name: '徐汇店会员群', ownerGuideId: ids['guide.zhou'] })
      app.local.dismissGroup({ chatId })
      await read10Seconds()
      expect((await group()).state).to.equal('dismissed')
      expect(await today()).to.include({ leftCount: 0 })
    })

    it('who comes by the group’s own QR is bound to its guide', async () => {
      await run('contactWays.ensure')
      const way = await read().findOneByOrFail(ContactWay, { kind: 'group', chatId })
      expect(way.qrCode).to.match(/^http/)
      app.clock.advance(HOUR_MS)
      const { memberId } = app.local.joinGroup({ chatId, name: '丙', state: way.state })
      await read10Seconds()
      const binding = await read().findOneByOrFail(Binding, { openKey: memberId })
      expect(binding).to.include({ guideId: ids['guide.lin'], storeCode: 'SH001', source: 'group_join' })
      expect(await read().countBy(Binding, {})).to.equal(1)
      // Every later change of the group looks here again: what is told already must cost no write.
      const transaction = () => expect.fail('a write for a join that was told before')
      expect(await bindGroupJoins({ ...app.deps, db: { ...app.deps.db, transaction } }, chatId)).to.equal(0)
    })

    it('the nightly reconciler finds a group no event told of', async () => {
      app.local.delivery.mode({ silent: true })
      const other = app.local.createGroup({ name: '静安店群', owner: 'guide.zhou', members: [] }).chatId
      app.local.joinGroup({ chatId, name: '丙' })
      app.clock.advance(HOUR_MS)
      await run('groups.reconcile')
      expect(await read().findOneByOrFail(CustomerGroup, { chatId: other })).to.include({ name: '静安店群' })
      expect((await group()).customerCount).to.equal(3)
    })

    it('statistics of yesterday close the day; missed days are caught up; an owner of two groups is not guessed', async () => {
      const members = await read().findBy(GroupMember, { chatId, type: 2 })
      const speakers = members.map(({ memberId }) => memberId)
      app.local.groupSpeaks({ chatId, memberIds: speakers, messages: 4 })
      app.clock.advance(DAY_MS)
      app.local.groupSpeaks({ chatId, memberIds: speakers.slice(0, 1), messages: 3 })
      app.clock.advance(2 * DAY_MS)
      await run('groups.statistics')
      const days = await read().find(GroupDay, { where: { chatId }, order: { day: 'ASC' } })
      expect(
        days.filter((day) => day.isClosed).map(({ day, messages, speakers: voices }) => [day, messages, voices]),
      ).to.deep.equal([
        ['2026-11-21', 8, 2],
        ['2026-11-22', 3, 1],
        ['2026-11-23', 0, 0],
      ])
      app.local.createGroup({ name: '第二个群', owner: 'guide.lin', members: [] })
      await read10Seconds()
      app.clock.advance(DAY_MS)
      await run('groups.statistics')
      expect(await read().countBy(GroupDay, { chatId, isClosed: true })).to.equal(3)
    })

    it('the panel: owner and manager of the store, nobody else; no money in it', async () => {
      app.clock.advance(HOUR_MS)
      app.local.joinGroup({ chatId, name: '丙' })
      await read10Seconds()
      const ask = async (userId: string) => (await app.signIn(userId)).get(`/api/groups/${chatId}/panel`)
      const panel = (await (await ask('guide.lin')).json()) as GroupPanel
      expect(panel.group).to.include({
        name: '徐汇店福利群',
        storeName: '徐汇店',
        ownerName: '林晓',
        members: 4,
        customers: 3,
        joinedToday: 1,
        joined7Days: 1,
        leftToday: 0,
        daysSinceLastMessage: null,
      })
      expect((await ask('boss1')).status).to.equal(200)
      expect((await ask('ops')).status).to.equal(200)
      expect((await ask('guide.zhou')).status).to.equal(404)
      expect((await ask('south')).status).to.equal(404)
      app.local.joinGroup({ chatId, userid: 'guide.zhou' })
      await read10Seconds()
      expect((await ask('guide.zhou')).status).to.equal(200)
    })

    it('the board: rows in reach, silent groups and gaps in the map told', async () => {
      app.clock.advance(4 * DAY_MS)
      await run('groups.statistics')
      const ask = async (userId: string, query = 'from=2026-11-21&to=2026-11-25') =>
        (await app.signIn(userId)).get(`/api/boards/groups?${query}`)
      const board = (await (await ask('ops')).json()) as GroupBoard
      expect(board.rows.filter(({ storeCode }) => storeCode === 'SH001').map(({ day }) => day)).to.include('2026-11-24')
      const closed = board.rows.find(({ day }) => day === '2026-11-24')
      expect(closed).to.include({ storeName: '徐汇店', groupName: '徐汇店福利群', messages: 0, activityIndex: 0 })
      expect(board.alerts.map((alert) => alert.kind)).to.include.members(['silent', 'new'])
      const gaps = board.exceptions.map((gap) => [gap.kind, gap.storeCode])
      expect(gaps).to.deep.equal([
        ['store_without_group', 'GZ001'],
        ['store_without_group', 'SH002'],
      ])
      const south = (await (await ask('south')).json()) as GroupBoard
      expect(south.rows).to.deep.equal([])
      expect((await ask('south', 'from=2026-11-21&to=2026-11-25&region=EAST')).status).to.equal(404)
      expect((await ask('guide.lin')).status).to.equal(403)
      expect((await ask('ops', 'from=2026-02-30&to=2026-03-01')).status).to.equal(400)
      expect((await ask('ops', 'from=2026-11-25&to=2026-11-21')).status).to.equal(422)
    })
  }),
)
