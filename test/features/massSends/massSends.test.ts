import { expect } from 'chai'
import { MassSend, MassSendTarget } from '../../../app/db/entities/outreach.ts'
import { cancelMassSend, freeTargets } from '../../../app/features/massSends/commands/cancelMassSend.ts'
import { prepareTargets } from '../../../app/features/massSends/commands/prepareTargets.ts'
import { massContactsOf } from '../../../app/features/massSends/queries.ts'
import type { JobRun } from '../../../app/jobs/types.ts'
import { type Browser, START_MS, startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

const PEOPLE = [
  { userId: 'guide.lin', name: '林晓' },
  { userId: 'guide.zhou', name: '周敏', storeCode: 'GZ001' },
  { userId: 'boss.east', name: '沈越', role: 'region_manager' as const, storeCode: null, regionCode: 'EAST' },
  { userId: 'op', name: '运营', role: 'operator' as const, storeCode: null },
]
const HOUR_MS = 3_600_000
const ADD = 'externalcontact/add_msg_template'

interface Detail {
  id: number
  state: string
  waiting: number
  sent: number
  notSent: number
  leftOut: number
  guides: { guideName: string; waiting: number; sent: number; notSent: number }[]
  reasons: { text: string; count: number }[]
}

forEachDatabase((kind) =>
  describe(`mass sends over HTTP (${kind})`, function () {
    this.timeout(240_000)
    let app: TestApp
    let op: Browser
    let fang: string
    let jing: string
    let chen: string

    beforeEach(async () => {
      app = await startTestApp(kind)
      await seedChain(app.deps, app.local, PEOPLE)
      const add = (userid: string, name: string) => app.local.customerAdds({ userid, name, addWay: 1 }).externalUserId
      fang = add('guide.lin', '王芳')
      jing = add('guide.lin', '李静')
      chen = add('guide.zhou', '陈晨')
      await app.settle()
      op = await app.signIn('op')
    })
    afterEach(() => app.stop())

    async function ask<T = Detail>(browser: Browser, path: string, body: unknown, status = 200): Promise<T> {
      const answer = await browser.post(path, body)
      const text = await answer.text()
      expect(answer.status, text).to.equal(status)
      return JSON.parse(text) as T
    }
    const send = (clientKey: string, more: object = {}) => ({
      clientKey,
      name: '秋茶上新',
      filter: {},
      text: '您好，秋茶到店了，有空来坐坐',
      ...more,
    })
    const detail = async (id: number) => (await (await op.get(`/api/mass-sends/${id}`)).json()) as Detail
    const targets = async () =>
      Object.fromEntries(
        (await app.deps.db.read.find(MassSendTarget)).map(({ externalUserId, state, why }) => [
          externalUserId,
          why ? `${state} ${why}` : state,
        ]),
      )
    const confirm = (userid: string) => {
      for (const { msgid } of app.local.massSendTasksOf(userid)) app.local.confirmMassSend({ msgid, userid })
    }
    /** Looks at WeCom once more. */
    const poll = async () => {
      app.clock.advance(HOUR_MS)
      await app.settle()
    }

    it('says beforehand what it would say, whom it reaches, whom not, and WeCom’s quota', async () => {
      const lin = await app.signIn('guide.lin')
      await lin.post('/api/sends', { externalUserId: fang, clientKey: 'sent-today-1', text: '您好' })
      const check = await ask<object>(op, '/api/mass-sends/check', { filter: {}, text: '您好' })
      expect(check).to.deep.include({ text: '您好', bytes: 6, total: 3, sendable: 2, guides: 2 })
      expect(check).to.deep.include({ quota: { perDay: 1, perMonth: 30 } })
      expect(check).to.deep.include({ leftOut: [{ why: 'budget_day', count: 1, text: '今天已联系过，或正要联系' }] })
      expect(await app.deps.db.read.count(MassSend)).to.equal(0)
    })

    it('lays one task before each guide, and follows it until it arrived', async () => {
      for (let times = 0; times < 2; times += 1) await ask(op, '/api/mass-sends', send('mass-0001'))
      await app.settle()
      expect(app.local.calls(ADD)).to.have.length(2)
      expect(await targets()).to.deep.equal({ [fang]: 'offered', [jing]: 'offered', [chen]: 'offered' })
      app.local.customerDeletesGuide({ userid: 'guide.lin', externalUserId: jing })
      app.clock.advance(2000)
      confirm('guide.lin')
      await poll()
      expect(await targets()).to.deep.equal({ [fang]: 'sent', [jing]: 'not_sent not_friend', [chen]: 'offered' })
      const { massSends } = (await (await op.get('/api/mass-sends')).json()) as { massSends: Detail[] }
      expect(massSends[0]).to.include({ state: 'offered', sent: 1, waiting: 1, notSent: 1 })
      confirm('guide.zhou')
      await poll()
      expect(await detail(massSends[0]!.id)).to.deep.include({
        state: 'ended',
        sent: 2,
        guides: [
          { guideName: '林晓', waiting: 0, sent: 1, notSent: 1 },
          { guideName: '周敏', waiting: 0, sent: 1, notSent: 0 },
        ],
        reasons: [{ text: '已不是好友', count: 1 }],
      })
    })

    it('counts as a contact of the customer, until it is clear that it did not arrive', async () => {
      await ask(op, '/api/mass-sends', send('mass-0002'))
      await app.settle()
      expect(await massContactsOf(app.deps.db.read, fang, START_MS)).to.deep.equal([
        { atMs: START_MS, purpose: 'sale', isMass: true },
      ])
      const again = await ask<{ sendable: number; leftOut: object[] }>(op, '/api/mass-sends/check', {
        filter: {},
        text: '再来一次',
      })
      expect(again.sendable).to.equal(0)
      app.clock.advance(3 * 24 * HOUR_MS)
      await poll()
      expect(await targets()).to.include({ [fang]: 'not_sent not_confirmed' })
      expect(app.local.massSendTasksOf('guide.lin')).to.deep.equal([])
      expect(await massContactsOf(app.deps.db.read, fang, START_MS)).to.deep.equal([])
      expect((await app.deps.db.read.find(MassSend))[0]).to.include({ state: 'ended' })
    })

    it('stops what has not left, and keeps what has', async () => {
      const { id } = await ask(op, '/api/mass-sends', send('mass-0003'))
      await app.settle()
      app.clock.advance(2000)
      confirm('guide.zhou')
      expect(await ask(op, `/api/mass-sends/${id}/cancel`, {})).to.include({ state: 'cancelled' })
      await app.settle()
      expect(app.local.massSendTasksOf('guide.lin')).to.deep.equal([])
      expect(await targets()).to.deep.equal({
        [fang]: 'not_sent cancelled',
        [jing]: 'not_sent cancelled',
        [chen]: 'sent',
      })
      await ask(op, `/api/mass-sends/${id}/cancel`, {})
    })

    it('cancelled at once, nobody keeps a task', async () => {
      const { id } = await ask(op, '/api/mass-sends', send('mass-0004'))
      await ask(op, `/api/mass-sends/${id}/cancel`, {})
      // A task that was on its way is read when WeCom has laid it out.
      await app.settle()
      app.clock.advance(60_000)
      await app.settle()
      expect(Object.values(await targets())).to.not.include.members(['offered', 'planned', 'sent'])
      expect(app.local.massSendTasksOf('guide.lin')).to.deep.equal([])
    })

    it('cancelled while a batch is being chosen, keeps nobody’s place', async () => {
      const { id } = await ask(op, '/api/mass-sends', send('mass-0010'))
      const job = { settle: () => Promise.resolve() } as unknown as JobRun
      const { db } = app.deps
      const cancelledMeanwhile: typeof db.transaction = async (work) => {
        await cancelMassSend(app.deps, id)
        await freeTargets(app.deps, { massSendId: id }, job)
        return db.transaction(work)
      }
      const deps = { ...app.deps, db: { ...db, transaction: cancelledMeanwhile } }
      await prepareTargets(deps, { massSendId: id, filter: {}, after: '' }, job)
      expect(await targets()).to.deep.equal({})
    })

    it('cancelled, it is stopped later where stopping it failed', async () => {
      const { id } = await ask(op, '/api/mass-sends', send('mass-0011'))
      await app.settle()
      await app.deps.db.transaction(async (tx) => {
        await tx.update(MassSend, { id }, { state: 'cancelled' })
        await tx.update(MassSendTarget, { externalUserId: chen }, { state: 'planned', msgId: null })
      })
      await poll()
      expect(new Set(Object.values(await targets()))).to.deep.equal(new Set(['not_sent cancelled']))
      expect(app.local.massSendTasksOf('guide.lin')).to.deep.equal([])
    })

    it('ends after three days, though WeCom never took it for one guide', async () => {
      const { id } = await ask(op, '/api/mass-sends', send('mass-0012'))
      await app.settle()
      const never = { state: 'planned', msgId: null } as const
      await app.deps.db.transaction((tx) => tx.update(MassSendTarget, { externalUserId: chen }, never))
      await poll()
      expect(await targets()).to.include({ [chen]: 'planned' })
      app.clock.advance(3 * 24 * HOUR_MS)
      await poll()
      await poll()
      expect(await targets()).to.include({ [chen]: 'not_sent unreachable', [fang]: 'not_sent not_confirmed' })
      expect((await detail(id)).state).to.equal('ended')
    })

    it('goes without a picture that WeCom no longer has', async () => {
      const cover = { title: '领卡封面', mediaId: 'uploaded-last-week' }
      app.deps.rules = { ...app.deps.rules, media: { 'card-cover': cover } }
      await ask(op, '/api/mass-sends', send('mass-0013', { text: undefined, talkTrackId: 'card-invite' }))
      await app.settle()
      expect(new Set(Object.values(await targets()))).to.deep.equal(new Set(['offered']))
      expect(app.local.massSendTasksOf('guide.lin')).to.have.length(1)
      // Each guide: refused with it, taken without.
      expect(app.local.calls(ADD)).to.have.length(4)
    })

    for (const [point, calls] of [
      ['massSends.prepared', 2],
      ['massSends.beforeCall', 2],
      ['massSends.afterCall', 2],
    ] as const)
      it(`killed at ${point} it goes on, and no guide finds the task twice`, async () => {
        let deaths = 0
        const { crashPoint } = app.deps
        app.deps.crashPoint = (name) => {
          if (name === point) deaths += 1
          if (name === point && deaths === 1) throw new Error('killed')
          crashPoint(name)
        }
        await ask(op, '/api/mass-sends', send('mass-0005'))
        await app.settle()
        app.clock.advance(60_000)
        await app.settle()
        expect(deaths).to.be.greaterThan(1)
        expect(app.local.calls(ADD)).to.have.length(calls)
        expect(app.local.massSendTasksOf('guide.lin')).to.have.length(1)
        expect(Object.values(await targets())).to.deep.equal(['offered', 'offered', 'offered'])
      })

    it('leaves out who complains, who is muted and who wants no contact, and says so', async () => {
      const { read } = app.deps.db
      const [{ id: guideId }] = (await read.query(`SELECT id FROM guides WHERE user_key = 'guide.lin'`)) as [
        { id: number },
      ]
      await app.deps.db.transaction(async (tx) => {
        await tx.query(
          'INSERT INTO follow_up_mutes (external_user_id, guide_id, until_at, at) VALUES (?, ?, NULL, ?)',
          [fang, guideId, START_MS],
        )
        await tx.query('INSERT INTO follow_up_mutes (external_user_id, guide_id, until_at, at) VALUES (?, ?, ?, ?)', [
          jing,
          guideId,
          START_MS + HOUR_MS,
          START_MS,
        ])
      })
      const { id } = await ask(op, '/api/mass-sends', send('mass-0006'))
      await app.settle()
      expect(await targets()).to.deep.equal({
        [fang]: 'left_out do_not_contact',
        [jing]: 'left_out muted',
        [chen]: 'offered',
      })
      const { reasons, leftOut } = await detail(id)
      expect(leftOut).to.equal(2)
      expect(reasons.map(({ text }) => text)).to.have.members(['客户不愿被打扰', '导购设了暂不提醒'])
    })

    it('refuses words that are not whole, and a manager reaches only their stores', async () => {
      for (const [words, status] of [
        [{ text: '{{customerName}}您好' }, 422],
        [{ text: '【称呼】您好' }, 422],
        [{ text: '字'.repeat(1500) }, 422],
        [{ text: undefined, talkTrackId: 'no-such-track' }, 404],
        [{ talkTrackId: 'no-such-track' }, 400],
      ] as const)
        await ask(op, '/api/mass-sends', send('mass-0007', words), status)
      const boss = await app.signIn('boss.east')
      const { id } = await ask(boss, '/api/mass-sends', send('mass-0008'))
      await app.settle()
      expect(await targets()).to.deep.equal({ [fang]: 'offered', [jing]: 'offered' })
      const other = await ask(op, '/api/mass-sends', send('mass-0009'))
      expect((await boss.get(`/api/mass-sends/${other.id}`)).status).to.equal(404)
      expect((await boss.get(`/api/mass-sends/${id}`)).status).to.equal(200)
      await ask(boss, '/api/mass-sends', send('mass-0009'), 409)
    })
  }),
)
