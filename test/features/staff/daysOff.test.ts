import { expect } from 'chai'
import { GuideDayOff } from '../../../app/db/entities/followUps.ts'
import { daysOffOf, isOffOn } from '../../../app/features/staff/queries.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

forEachDatabase((kind) =>
  describe(`days off on ${kind}`, () => {
    let app: TestApp
    let ids: Record<string, number>
    const as: Record<string, Browser> = {}

    before(async () => {
      app = await startTestApp(kind)
      ids = await seedChain(app.deps, app.local, [
        { userId: 'guide.lin', name: '林晓' },
        { userId: 'guide.zhou', name: '周敏' },
        { userId: 'boss', role: 'store_manager' },
        { userId: 'otherBoss', role: 'store_manager', storeCode: 'SH002' },
        { userId: 'ops', role: 'operator', storeCode: null },
      ])
      for (const userId of Object.keys(ids)) as[userId] = await app.signIn(userId)
    })
    after(() => app.stop())

    const set = (who: string, day: string, isOff: boolean, guideUserId?: string) =>
      as[who]!.post('/api/days-off', { day, isOff, ...(guideUserId ? { guideUserId } : {}) })
    const daysOf = async (answer: Response) =>
      ((await answer.json()) as { days: { day: string }[] }).days.map(({ day }) => day)
    const mine = async (who: string) => daysOf(await as[who]!.get('/api/days-off'))

    it('a guide takes some, in any order and however often, and comes to work after all', async () => {
      for (const day of ['2026-11-25', '2026-11-21', '2026-11-25']) await set('guide.lin', day, true)
      expect(await mine('guide.lin')).to.deep.equal(['2026-11-21', '2026-11-25'])
      expect(await daysOf(await set('guide.lin', '2026-11-21', false))).to.deep.equal(['2026-11-25'])
      expect((await set('guide.lin', '2026-11-21', false)).status).to.equal(200)
      const { read } = app.deps.db
      expect(await daysOffOf(read, ids['guide.lin']!, '2026-11-22')).to.deep.equal(['2026-11-25'])
      expect(await isOffOn(read, ids['guide.lin']!, '2026-11-25')).to.equal(true)
      expect(await isOffOn(read, ids['guide.lin']!, '2026-11-26')).to.equal(false)
      expect(await isOffOn(read, ids['guide.zhou']!, '2026-11-25')).to.equal(false)
    })

    it('a day far away is kept, but not on the list of the next 60', async () => {
      await set('guide.lin', '2027-03-01', true)
      expect(await mine('guide.lin')).to.not.include('2027-03-01')
      expect(await daysOffOf(app.deps.db.read, ids['guide.lin']!, '2026-11-21')).to.include('2027-03-01')
    })

    it('the past stays as it was, and no day is no day', async () => {
      expect((await set('guide.lin', '2026-11-20', true)).status).to.equal(422)
      expect((await set('guide.lin', '2028-01-01', true)).status).to.equal(422)
      for (const day of ['2026-02-30', 'tomorrow', '', '2026-11-2']) {
        expect((await set('guide.lin', day, true)).status, day).to.equal(400)
      }
      expect((await app.anonymous.get('/api/days-off')).status).to.equal(401)
    })

    it('a manager says it for the own store and no other, a guide for nobody else', async () => {
      expect(await daysOf(await set('boss', '2026-12-01', true, 'guide.zhou'))).to.deep.equal(['2026-12-01'])
      expect(await mine('guide.zhou')).to.deep.equal(['2026-12-01'])
      const row = await app.deps.db.read.findOneByOrFail(GuideDayOff, { day: '2026-12-01' })
      expect(row).to.deep.include({ guideId: ids['guide.zhou'], setBy: 'boss' })
      expect((await set('ops', '2026-12-02', true, 'guide.zhou')).status).to.equal(200)
      const before = await app.deps.db.read.count(GuideDayOff)
      for (const who of ['guide.lin', 'otherBoss']) {
        expect((await set(who, '2026-12-03', true, 'guide.zhou')).status, who).to.equal(404)
        expect((await set(who, '2026-12-01', false, 'guide.zhou')).status, who).to.equal(404)
      }
      expect((await set('boss', '2026-12-03', true, 'nobody')).status).to.equal(404)
      expect((await set('boss', '2026-12-03', true, 'ops')).status).to.equal(404)
      expect(await app.deps.db.read.count(GuideDayOff)).to.equal(before)
    })

    it('taken twice at once it is one', async () => {
      await Promise.all([1, 2, 3].map(() => set('boss', '2026-12-24', true)))
      expect(await mine('boss')).to.deep.equal(['2026-12-24'])
    })
  }),
)
