import { expect } from 'chai'
import { startTestApp, type TestApp } from '../support/app.ts'
import { forEachDatabase } from '../support/db.ts'
import { type Chain, plantChain, type RoleName } from './chain.ts'
import { rowsOf } from './rowsOf.ts'

interface Listed {
  rows: { guideUserId: string | null }[]
}

forEachDatabase((kind) => {
  describe(`rights at their edges on ${kind}`, function () {
    this.timeout(240_000)
    let app: TestApp
    let chain: Chain
    before(async () => {
      app = await startTestApp(kind)
      chain = await plantChain(app)
      const { externalUserId } = chain.east
      app.local.customerAdds({ userid: 'eastColleague', externalUserId, addWay: 1 })
      app.local.customerAdds({ userid: 'nextGuide', externalUserId, addWay: 1 })
      app.local.customerAdds({ userid: 'movedGuide', externalUserId: 'wmMoved1', name: '随迁客户', addWay: 1 })
      await app.settle()
      app.local.guideDeletesCustomer({ userid: 'nextGuide', externalUserId })
      await app.settle()
    })
    after(() => app.stop())

    const PRIVATE = [
      'DongfangM',
      'MDongfang',
      'Dongfang卡',
      'Dongfang笔记',
      'Dongfang-0001',
      '白茶',
      '138****',
      '19900',
      '77',
    ]

    it('shows a friend whom a colleague brought in by name only: no member, order, note or phone', async () => {
      const answer = await chain.as.eastColleague.get(`/api/customers/${chain.east.externalUserId}/panel`)
      expect(answer.status).to.equal(200)
      const text = await answer.text()
      expect(text).to.include('"view":"limited"').and.include('Dongfang客户')
      const { nowMs: _now, customer: _customer, ...rest } = JSON.parse(text) as Record<string, unknown>
      for (const word of PRIVATE) expect(JSON.stringify(rest), word).to.not.include(word)
    })

    it('fills no tier, points or purchase of that friend into talk tracks either', async () => {
      const { externalUserId } = chain.east
      const answer = await chain.as.eastColleague.get(`/api/talk-tracks?externalUserId=${externalUserId}`)
      expect(answer.status).to.equal(200)
      const text = await answer.text()
      for (const word of PRIVATE) expect(text, word).to.not.include(word)
    })

    it('takes no note, tag, claim or member from whom that friend was not brought in by', async () => {
      const before = await rowsOf(app.deps.db)
      const asks: [string, unknown][] = [
        ['notes', { clientKey: 'edge-note', text: '记' }],
        ['tags', { tagId: chain.east.tagId, isOn: true }],
        ['claim-order', { orderNo: chain.east.orderNo }],
        ['bind-member', { phone: chain.east.phone }],
      ]
      for (const [what, body] of asks) {
        const answer = await chain.as.eastColleague.post(`/api/customers/${chain.east.externalUserId}/${what}`, body)
        expect(answer.status, what).to.equal(404)
      }
      expect(await rowsOf(app.deps.db)).to.deep.equal(before)
    })

    it('forgets a customer with the guide who ended the friendship: no panel, no talk track, no send', async () => {
      const { externalUserId } = chain.east
      const { nextGuide } = chain.as
      expect((await nextGuide.get(`/api/customers/${externalUserId}/panel`)).status).to.equal(404)
      expect((await nextGuide.get(`/api/talk-tracks?externalUserId=${externalUserId}`)).status).to.equal(404)
      const send = { externalUserId, clientKey: 'edge-send', text: '您好' }
      expect((await nextGuide.post('/api/sends', send)).status).to.equal(404)
    })

    it('lets a guide who moved keep the customers they brought in', async () => {
      const answer = await chain.as.movedGuide.get('/api/customers/wmMoved1/panel')
      expect(answer.status).to.equal(200)
      expect(await answer.text()).to.include('"view":"full"')
    })

    it('lists to a guide their own QRs, to a manager those of the store, and to both none of others', async () => {
      const owners = async (who: RoleName) => {
        const { rows } = (await (await chain.as[who].get('/api/contact-ways')).json()) as Listed
        return [...new Set(rows.map((row) => row.guideUserId))].sort()
      }
      expect(await owners('eastGuide')).to.deep.equal(['eastGuide'])
      expect(await owners('eastColleague')).to.deep.equal(['eastColleague'])
      expect(await owners('eastManager')).to.include.members(['eastColleague', 'eastGuide', 'eastManager'])
      expect(await owners('eastManager')).to.not.include.oneOf(['nextGuide', 'westGuide', 'nextManager'])
      expect(await owners('westRegion'))
        .to.include('westGuide')
        .and.not.include('eastGuide')
    })

    it('notes down that a manager looked at a customer, and not that the guide did', async () => {
      const looks = async () => Number((await app.deps.db.read.query('SELECT COUNT(*) AS n FROM audit_entries'))[0].n)
      const before = await looks()
      await chain.as.eastGuide.get(`/api/customers/${chain.east.externalUserId}/panel`)
      expect(await looks()).to.equal(before)
      await chain.as.eastManager.get(`/api/customers/${chain.east.externalUserId}/panel`)
      expect(await looks()).to.equal(before + 1)
    })

    it('takes a cookie that was touched, or signed by nobody, for no session', async () => {
      const cookie = chain.as.operator.cookie
      const content = Buffer.from(JSON.stringify({ guideId: 1, userId: 'operator', corpId: 'wwlocal0000000001' }))
      const forged = [
        cookie.replace(/huitouke=./, (start) => `${start.slice(0, -1)}${start.endsWith('e') ? 'f' : 'e'}`),
        cookie.replace(/huitouke\.sig=[^;]*/, ''),
        `huitouke=${content.toString('base64')}; huitouke.sig=aaaaaaaaaaaaaaaaaaaaaaaaaaa`,
      ]
      for (const one of forged)
        expect((await fetch(`${app.url}/api/me`, { headers: { cookie: one } })).status, one.slice(0, 30)).to.equal(401)
    })

    it('takes no post that a page of another origin sends with the session', async () => {
      const before = await rowsOf(app.deps.db)
      const answer = await fetch(`${app.url}/api/customers/${chain.east.externalUserId}/notes`, {
        method: 'POST',
        headers: { cookie: chain.as.eastGuide.cookie, origin: 'https://evil.example' },
        body: JSON.stringify({ clientKey: 'edge-foreign', text: '记' }),
      })
      expect(answer.status).to.equal(403)
      expect(await rowsOf(app.deps.db)).to.deep.equal(before)
    })

    it('keeps internal routes from callers who come through a proxy on the same machine', async () => {
      expect((await fetch(`${app.url}/metrics`)).status).to.equal(200)
      for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip'])
        expect((await fetch(`${app.url}/metrics`, { headers: { [name]: '203.0.113.9' } })).status, name).to.equal(404)
    })
  })
})
