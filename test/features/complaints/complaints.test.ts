import { expect } from 'chai'
import { Complaint } from '../../../app/db/entities/followUps.ts'
import type { ComplaintRow } from '../../../app/features/complaints/contract.ts'
import type { CustomerPanel } from '../../../app/features/customers/contract.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

const HOSTILE = `<img src=x onerror=alert(1)>'; DROP TABLE complaints; -- {{customerName}} 😡`

forEachDatabase((kind) =>
  describe(`complaints on ${kind}`, () => {
    let app: TestApp
    let lin: Browser
    let zhou: Browser
    let boss: Browser
    let otherBoss: Browser

    before(async () => {
      app = await startTestApp(kind)
      await seedChain(app.deps, app.local, [
        { userId: 'guide.lin', name: '林晓' },
        { userId: 'guide.zhou', name: '周敏' },
        { userId: 'boss', name: '店长', role: 'store_manager' },
        { userId: 'otherBoss', role: 'store_manager', storeCode: 'SH002' },
      ])
      const people = ['guide.lin', 'guide.zhou', 'boss', 'otherBoss'] as const
      const [a, b, c, d] = await Promise.all(people.map((userId) => app.signIn(userId)))
      ;[lin, zhou, boss, otherBoss] = [a!, b!, c!, d!]
    })
    after(() => app.stop())

    async function customerOf(name: string): Promise<string> {
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name, addWay: 1 })
      await app.settle()
      return externalUserId
    }
    const open = (id: string, body: string, clientKey: string, who = lin) =>
      who.post(`/api/customers/${id}/complaints`, { clientKey, kind: 'quality', body })
    const opened = async (id: string, body: string, clientKey: string) =>
      ((await (await open(id, body, clientKey)).json()) as { complaint: ComplaintRow }).complaint
    const close = (id: number, outcome = '已换新', who = lin) => who.post(`/api/complaints/${id}/close`, { outcome })
    const list = async (who: Browser, query = '') =>
      (await (await who.get(`/api/complaints${query}`)).json()) as { rows: ComplaintRow[]; nextBefore: number | null }
    const panel = async (id: string) => (await (await lin.get(`/api/customers/${id}/panel`)).json()) as CustomerPanel
    const stored = (externalUserId: string) =>
      app.deps.db.read.find(Complaint, { where: { externalUserId }, order: { id: 'ASC' } })

    it('one stands on the panel and in the time line until it is settled', async () => {
      const id = await customerOf('王芳芳')
      expect((await panel(id)).complaint).to.equal(null)
      const { id: complaintId } = await opened(id, '茶有异味', 'key-one-1')
      const { complaint, events } = await panel(id)
      expect(complaint).to.deep.equal({
        id: complaintId,
        kind: 'quality',
        kindText: '质量问题',
        body: '茶有异味',
        openedAtMs: app.clock.nowMs(),
        openedByName: '林晓',
      })
      expect(events.map((event) => event.text)).to.include('林晓 登记了投诉：茶有异味')
      app.clock.advance(60_000)
      const closed = (await (await close(complaintId, '换了一盒', boss)).json()) as { complaint: ComplaintRow }
      expect(closed.complaint).to.deep.include({ state: 'closed', outcome: '换了一盒', closedByName: '店长' })
      const after = await panel(id)
      expect(after.complaint).to.equal(null)
      expect(after.events[0]).to.deep.include({ kind: 'complaint_closed', text: '店长 处理完投诉：换了一盒' })
      const [row] = await stored(id)
      const nowMs = app.clock.nowMs()
      expect(row).to.deep.include({ openedAt: nowMs - 60_000, closedAt: nowMs, closedBy: 'boss' })
    })

    it('opened again while one is open it adds its words, and a repeated request adds nothing', async () => {
      const id = await customerOf('李雷')
      const first = await opened(id, '少了一罐', 'key-two-1')
      const again = await opened(id, '少了一罐', 'key-two-1')
      const more = await opened(id, '发票也没有', 'key-two-2')
      const moreAgain = await opened(id, '发票也没有', 'key-two-2')
      expect([again.id, more.id, moreAgain.id]).to.deep.equal([first.id, first.id, first.id])
      expect(moreAgain.body).to.equal('少了一罐\n发票也没有')
      expect(await stored(id)).to.have.length(1)
    })

    it('words that happen to stand within others are words of their own', async () => {
      const id = await customerOf('李云')
      await opened(id, '送来的茶有异味，很生气', 'key-part-1')
      await opened(id, '有异味', 'key-part-2')
      expect((await opened(id, '有异味', 'key-part-2')).body).to.equal('送来的茶有异味，很生气\n有异味')
    })

    it('opened twice at once there is one', async () => {
      const id = await customerOf('韩梅梅')
      const answers = await Promise.all([1, 2, 3, 4].map((nth) => open(id, `第 ${nth} 句`, `key-race-${nth}`)))
      expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200])
      const rows = await stored(id)
      expect(rows).to.have.length(1)
      for (const nth of [1, 2, 3, 4]) expect(rows[0]?.body).to.include(`第 ${nth} 句`)
    })

    it('settled twice the first outcome stands, and another complaint is another one', async () => {
      const id = await customerOf('赵六')
      const first = await opened(id, '态度不好', 'key-three-1')
      await close(first.id, '道歉了')
      const twice = (await (await close(first.id, '别的结果')).json()) as { complaint: ComplaintRow }
      expect(twice.complaint.outcome).to.equal('道歉了')
      expect((await open(id, '态度不好', 'key-three-1')).status).to.equal(422)
      const second = await opened(id, '又来了', 'key-three-2')
      expect(second.id).to.be.greaterThan(first.id)
      expect((await stored(id)).map(({ closedAt }) => closedAt === null)).to.deep.equal([false, true])
    })

    it('is nobody else’s: a colleague and a manager elsewhere are told of nothing', async () => {
      const id = await customerOf('钱七')
      const { id: complaintId } = await opened(id, '只有我们知道', 'key-four-1')
      for (const stranger of [zhou, otherBoss]) {
        expect((await open(id, '我也写', 'key-four-2', stranger)).status).to.equal(404)
        expect((await close(complaintId, '随便', stranger)).status).to.equal(404)
        expect(JSON.stringify(await list(stranger))).to.not.include('只有我们知道')
      }
      expect((await close(999_999)).status).to.equal(404)
      for (const allowed of [lin, boss]) expect(JSON.stringify(await list(allowed))).to.include('只有我们知道')
      expect((await stored(id))[0]).to.deep.include({ body: '只有我们知道', closedAt: null, storeCode: 'SH001' })
    })

    it('is listed newest first, open and closed apart, a page at a time', async () => {
      const id = await customerOf('孙八')
      const atMs = app.clock.nowMs()
      const row = { externalUserId: id, guideId: 1, storeCode: 'SH001', followUpId: null, productCode: null }
      const end = { closedAt: atMs, closedBy: 'boss', outcome: '好了', openedAt: atMs, kind: 'other' as const }
      await app.deps.db.transaction(async (tx) => {
        for (let nth = 0; nth < 60; nth += 1)
          await tx.insert(Complaint, { ...row, ...end, body: `第${nth}条`, clientKey: `page-${nth}` })
      })
      const top = await list(lin, '?state=closed')
      expect(top.rows).to.have.length(50)
      expect(top.rows[0]?.body).to.equal('第59条')
      const rest = await list(lin, `?state=closed&before=${top.nextBefore}`)
      expect(rest.rows[0]?.body).to.equal('第9条')
      expect(rest.nextBefore).to.equal(null)
      await open(id, '还没人管', 'page-open')
      expect([...new Set((await list(lin)).rows.map(({ state }) => state))]).to.deep.equal(['open'])
    })

    it('keeps hostile words as words, and refuses forms that are none', async () => {
      const id = await customerOf('周九')
      expect((await opened(id, HOSTILE, 'key-five-1')).body).to.equal(HOSTILE)
      expect((await panel(id)).complaint?.body).to.equal(HOSTILE)
      const post = (body: object) => lin.post(`/api/customers/${id}/complaints`, body)
      const good = { clientKey: 'key-five-2', kind: 'other', body: '好' }
      const bad: object[] = [
        { ...good, kind: 'theft' },
        { ...good, body: ' ' },
        { ...good, body: 'x'.repeat(501) },
        { ...good, clientKey: 'x' },
        { ...good, followUpId: 0 },
        { ...good, extra: 1 },
      ]
      for (const body of bad) expect((await post(body)).status, JSON.stringify(body)).to.equal(400)
      expect((await post({ ...good, followUpId: 999_999 })).status).to.equal(422)
      expect((await close((await stored(id))[0]!.id, 'x'.repeat(201))).status).to.equal(400)
    })

    it('is written on until it is a book, and then wants to be settled', async () => {
      const id = await customerOf('吴十')
      const words = (nth: number) => `${nth}${'很'.repeat(480)}`
      for (let nth = 1; nth <= 8; nth += 1) expect((await open(id, words(nth), `key-long-${nth}`)).status).to.equal(200)
      expect((await open(id, words(9), 'key-long-9')).status).to.equal(422)
      expect((await stored(id))[0]?.body.split('\n')).to.have.length(8)
    })
  }),
)
