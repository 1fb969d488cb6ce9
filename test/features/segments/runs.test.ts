import { expect } from 'chai'
import { CorpTag, CustomerTag } from '../../../app/db/entities/customers.ts'
import { Store } from '../../../app/db/entities/org.ts'
import { SegmentRun } from '../../../app/db/entities/outreach.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'
import { plantCustomer } from './plantCustomers.ts'
import type { Planted } from './slowFilter.ts'

const PEOPLE = [
  { userId: 'guide.lin', name: '林晓' },
  { userId: 'guide.zhou', name: '周敏', storeCode: 'GZ001' },
  { userId: 'boss.east', name: '沈越', role: 'region_manager' as const, storeCode: null, regionCode: 'EAST' },
  { userId: 'op', name: '运营', role: 'operator' as const, storeCode: null },
]

const PLAIN: Omit<Planted, 'id'> = {
  stage: 'lead',
  addedDaysAgo: 1,
  relation: 'active',
  guide: 'lin',
  store: 'SH001',
  facts: undefined,
  tags: [],
  member: undefined,
  products: [],
  complaint: undefined,
}

interface Count {
  total: number
  reachable: number
  inBudget: number
  sendable: number
  leftOut: { why: string; count: number; text: string }[]
}

forEachDatabase((kind) =>
  describe(`segments over HTTP (${kind})`, function () {
    this.timeout(240_000)
    let app: TestApp
    let op: Browser
    let boss: Browser
    let tagId: string
    const customers: string[] = []

    beforeEach(async () => {
      app = await startTestApp(kind)
      await seedChain(app.deps, app.local, PEOPLE)
      customers.length = 0
      for (const [userid, name] of [
        ['guide.lin', '王芳'],
        ['guide.lin', '李静'],
        ['guide.zhou', '陈晨'],
      ] as const)
        customers.push(app.local.customerAdds({ userid, name, addWay: 1 }).externalUserId)
      tagId = app.local.consoleAddsTags({ name: '活动', tags: ['双十一'] }).tags[0]!.id
      await app.settle()
      op = await app.signIn('op')
      boss = await app.signIn('boss.east')
    })
    afterEach(() => app.stop())

    async function ask<T>(browser: Browser, path: string, body: unknown, status = 200): Promise<T> {
      const answer = await browser.post(path, body)
      const text = await answer.text()
      expect(answer.status, text).to.equal(status)
      return JSON.parse(text) as T
    }
    const count = (browser: Browser, filter: object) => ask<Count>(browser, '/api/segments/count', { filter })
    const tagged = async () =>
      (await app.deps.db.read.findBy(CustomerTag, { tagId })).map(({ externalUserId }) => externalUserId)
    const tagRun = (clientKey: string, filter: object = {}) => ({
      clientKey,
      name: '双十一名单',
      filter,
      action: { kind: 'tag', tagId },
    })

    it('counts within the reach, and says who is left out and why', async () => {
      expect(await count(op, {})).to.include({ total: 3, reachable: 3, sendable: 3 })
      expect(await count(boss, {})).to.include({ total: 2, reachable: 2 })
      expect(await count(boss, { storeCodes: ['GZ001'] })).to.include({ total: 0 })
      const lin = await app.signIn('guide.lin')
      await lin.post('/api/sends', { externalUserId: customers[0], clientKey: 'sent-today-1', text: '您好' })
      const after = await count(op, {})
      expect(after).to.include({ total: 3, reachable: 3, inBudget: 2 })
      expect(after.leftOut).to.deep.equal([{ why: 'budget_day', count: 1, text: '今天已联系过，或正要联系' }])
      app.local.customerDeletesGuide({ userid: 'guide.lin', externalUserId: customers[1]! })
      await app.settle()
      expect(await count(op, {})).to.include({ total: 2 })
      expect((await count(op, { isLost: true })).leftOut).to.deep.equal([{ why: 'lost', count: 1, text: '已不是好友' }])
    })

    it('shows the customers page by page, never those of other stores', async () => {
      const page = await ask<{ rows: { name: string; guideName: string }[]; next: string | null }>(
        boss,
        '/api/segments/preview',
        { filter: {} },
      )
      expect(page.rows.map(({ name }) => name)).to.have.members(['王芳', '李静'])
      expect(page.rows[0]).to.include({ guideName: '林晓', storeName: '徐汇店', leftOut: null })
      expect(page.next).to.equal(null)
    })

    it('keeps filters under a name: a known name gets the new filter, managers only read', async () => {
      const save = (filter: object) => op.post('/api/segments', { name: '老客', filter })
      await save({ stages: ['loyal'] })
      await save({ stages: ['loyal', 'active'] })
      const { segments } = (await (await boss.get('/api/segments')).json()) as {
        segments: { id: number; filter: object }[]
      }
      expect(segments.map(({ filter }) => filter)).to.deep.equal([{ stages: ['loyal', 'active'] }])
      expect((await boss.post('/api/segments', { name: '我的', filter: {} })).status).to.equal(403)
      await op.post(`/api/segments/${segments[0]!.id}/remove`, {})
      expect(await (await op.get('/api/segments')).json()).to.deep.equal({ segments: [] })
    })

    it('refuses what no filter says', async () => {
      for (const filter of [
        { stages: ['vip'] },
        { __proto__: null, constructor: 1 },
        { purchasesMin: -1 },
        { purchasesMin: '1 OR 1=1' },
        { purchasesMin: 5, purchasesMax: 3 },
        { addedDaysMin: 2, addedDaysMax: 1 },
        { rfm: ["x' OR '1'='1"] },
        { storeCodes: [] },
        { tagIds: Array.from({ length: 101 }, (_, index) => `t${index}`) },
        [],
      ])
        expect((await op.post('/api/segments/count', { filter })).status, JSON.stringify(filter)).to.equal(400)
    })

    it('tags each customer once at WeCom, however often it is asked', async () => {
      for (let times = 0; times < 2; times += 1) await ask(op, '/api/segments/runs', tagRun('tag-run-0001'))
      await app.settle()
      expect(await tagged()).to.have.members(customers)
      expect(app.local.calls('externalcontact/mark_tag')).to.have.length(3)
      const { runs } = (await (await op.get('/api/segments/runs')).json()) as { runs: object[] }
      expect(runs).to.have.length(1)
      expect(runs[0]).to.include({ kind: 'tag', state: 'done', matched: 3, reached: 3, name: '双十一名单' })
      expect(await app.deps.db.read.countBy(CorpTag, { tagId })).to.equal(1)
    })

    it('holds a known key to its content, and a manager to their stores', async () => {
      await ask(op, '/api/segments/runs', tagRun('tag-run-0002'))
      await ask(op, '/api/segments/runs', tagRun('tag-run-0002', { stages: ['lead'] }), 409)
      await ask(boss, '/api/segments/runs', tagRun('tag-run-0003'))
      await app.settle()
      const { runs } = (await (await boss.get('/api/segments/runs')).json()) as { runs: { reached: number }[] }
      expect(runs.map(({ reached }) => reached)).to.deep.equal([2])
      await ask(boss, '/api/segments/runs', tagRun('tag-run-0004', { storeCodes: ['GZ001'] }), 404)
      await ask(op, '/api/segments/runs', { ...tagRun('tag-run-0005'), action: { kind: 'tag', tagId: 'gone' } }, 404)
    })

    it('runs for a manager of more stores than a form may name', async () => {
      const stores = Array.from({ length: 120 }, (_, index) => ({ code: `XA${index}`, name: `西安${index}店` }))
      await app.deps.db.transaction((tx) =>
        tx.insert(
          Store,
          stores.map((store) => ({ ...store, regionCode: 'EAST', openedOn: null, closedOn: null })),
        ),
      )
      await ask(boss, '/api/segments/runs', tagRun('tag-run-0007'))
      await app.settle()
      const [run] = await app.deps.db.read.find(SegmentRun)
      expect(run).to.include({ state: 'done', matched: 2, reached: 2 })
    })

    it('starts the playbook of segments for everybody met, with the words of the run', async () => {
      const calls: object[] = []
      const { emit } = app.deps
      app.deps.emit = (tx, events) => {
        calls.push(...[events].flat().filter(({ name }) => name === 'PlaybookCalled'))
        return emit(tx, events)
      }
      const action = {
        kind: 'follow_ups',
        playbookId: 'segment_call',
        talkTrackSet: 'general/new-arrivals',
        note: '新茶到了',
      }
      await ask(op, '/api/segments/runs', { clientKey: 'calls-0001', name: '春茶', filter: {}, action })
      await app.settle()
      const [run] = await app.deps.db.read.find(SegmentRun)
      expect(calls).to.have.length(3)
      expect(calls[0]).to.deep.include({
        playbookId: 'segment_call',
        anchorKey: `segment:${run!.id}`,
        data: { playbookId: 'segment_call', talkTrackSet: 'general/new-arrivals', note: '新茶到了', name: '春茶' },
      })
      for (const wrong of ['new_friend', 'nothing'])
        await ask(
          op,
          '/api/segments/runs',
          { clientKey: `calls-${wrong}`, name: 'x', filter: {}, action: { kind: 'follow_ups', playbookId: wrong } },
          422,
        )
    })

    it('says to a segment nothing that is true of single customers only: no apology, no thanks for a purchase', async () => {
      for (const talkTrackSet of [
        'complaint/apology',
        'first-purchase/day-7',
        'birthday/greeting',
        'group/greeting',
        'welcome',
      ]) {
        const action = { kind: 'follow_ups', playbookId: 'segment_call', talkTrackSet }
        await ask(op, '/api/segments/runs', { clientKey: 'calls-0003', name: 'x', filter: {}, action }, 422)
      }
    })

    it('works through a long list batch by batch, everybody once', async () => {
      const [{ id: lin }] = (await app.deps.db.read.query(`SELECT id FROM guides WHERE user_key = 'guide.lin'`)) as [
        { id: number },
      ]
      const many = Array.from({ length: 410 }, (_, index) => `wn${String(index).padStart(4, '0')}`)
      for (const id of many) await plantCustomer(app.deps.db, { lin }, { ...PLAIN, id }, app.clock.nowMs())
      const met = new Map<string, number>()
      const { emit } = app.deps
      app.deps.emit = async (tx, events) => {
        for (const event of [events].flat()) {
          if (event.name === 'PlaybookCalled') met.set(event.externalUserId, (met.get(event.externalUserId) ?? 0) + 1)
          // What a call leads to is another matter.
          else await emit(tx, event)
        }
      }
      const action = { kind: 'follow_ups', playbookId: 'segment_call' }
      await ask(op, '/api/segments/runs', { clientKey: 'calls-0002', name: '春茶', filter: {}, action })
      await app.settle()
      expect([...met.keys()]).to.have.members([...customers, ...many])
      expect([...met.values()].every((times) => times === 1)).to.equal(true)
      const [run] = await app.deps.db.read.find(SegmentRun)
      expect(run).to.include({ state: 'done', matched: 413, reached: 413 })
    })

    it('killed in the middle of a batch it goes on there, and nobody is met twice', async () => {
      let deaths = 0
      const { crashPoint } = app.deps
      app.deps.crashPoint = (name) => {
        if (name === 'segments.beforeProgress') deaths += 1
        if (name === 'segments.beforeProgress' && deaths === 1) throw new Error('killed')
        crashPoint(name)
      }
      await ask(op, '/api/segments/runs', tagRun('tag-run-0006'))
      await app.settle()
      expect(await tagged()).to.deep.equal([])
      app.clock.advance(60_000)
      await app.settle()
      expect(deaths).to.equal(2)
      expect(await tagged()).to.have.members(customers)
      const [run] = await app.deps.db.read.find(SegmentRun)
      expect(run).to.include({ state: 'done', matched: 3, reached: 3 })
    })
  }),
)
