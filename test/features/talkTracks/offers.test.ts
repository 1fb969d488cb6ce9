import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { Like } from 'typeorm'
import { AuditEntry } from '../../../app/db/entities/operations.ts'
import { TalkTrackOffer } from '../../../app/db/entities/outreach.ts'
import type { Offers, OfferView } from '../../../app/features/talkTracks/offerContract.ts'
import { loadTalkTracks } from '../../../app/talkTracks/library.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

forEachDatabase((kind) => {
  describe(`a guide's own words on their way into the library, on ${kind}`, function () {
    this.timeout(240_000)
    let app: TestApp
    let templatesDir: string
    let lin: Browser
    let zhou: Browser
    let operator: Browser
    let customer: string
    let nth = 0
    before(async () => {
      templatesDir = await mkdtemp(join(tmpdir(), 'huitouke-templates-'))
      await cp('templates', templatesDir, { recursive: true })
      app = await startTestApp(kind, { templatesDir })
      const people = [
        { userId: 'lin', name: '林晓' },
        { userId: 'zhou', name: '周敏' },
        { userId: 'op', name: '运营', role: 'operator' as const, storeCode: null },
      ]
      await seedChain(app.deps, app.local, people)
      ;[lin, zhou, operator] = [await app.signIn('lin'), await app.signIn('zhou'), await app.signIn('op')]
      customer = app.local.customerAdds({ userid: 'lin', name: '王芳芳', addWay: 1 }).externalUserId
      await app.settle()
    })
    after(async () => {
      await app.stop()
      await rm(templatesDir, { recursive: true, force: true })
    })

    const offer = (text: string, more: object = {}, guide = lin) => {
      nth += 1
      const usual = {
        clientKey: `offer-key-${nth}`,
        externalUserId: customer,
        talkTrackId: 'fp-day-3',
        title: '开箱问候',
      }
      return guide.post('/api/talk-track-offers', { ...usual, text, ...more })
    }
    const offered = async (text: string): Promise<OfferView> => {
      const answer = await offer(text)
      expect(answer.status).to.equal(200)
      return (await answer.json()) as OfferView
    }

    it('takes the customer out of the text before it is stored, and tells the guide how it reads', async () => {
      const view = await offered('王芳芳，我是徐汇店林晓，东西到了先别急着拆')
      expect(view.body).to.equal(
        '{{#if customerName}}{{customerName}}，{{/if}}我是{{storeName}}{{guideName}}，东西到了先别急着拆',
      )
      expect(view).to.include({ state: 'open', set: 'first-purchase/day-3' })
      expect(view.text).to.include('王女士')
      const { body } = await app.deps.db.read.findOneByOrFail(TalkTrackOffer, { id: view.id })
      expect(body).to.not.include('芳')
    })

    it('is one offer under one client key', async () => {
      const more = { clientKey: 'the-same-key' }
      const ids = []
      for (let n = 0; n < 2; n += 1) ids.push(((await (await offer('泡的时候水别太烫', more)).json()) as OfferView).id)
      expect(ids[0]).to.equal(ids[1])
    })

    it('is answered again when it was the last one there was room for', async () => {
      const more = { clientKey: 'the-last-key' }
      const { id } = (await (await offer('喝之前先闻一闻', more)).json()) as OfferView
      const { db } = app.deps
      const { id: _id, ...row } = await db.read.findOneByOrFail(TalkTrackOffer, { id })
      const filler = (nth: number) => ({ ...row, clientKey: `filler-${nth}` })
      await db.transaction((tx) =>
        tx.insert(
          TalkTrackOffer,
          Array.from({ length: 20 }, (_, nth) => filler(nth)),
        ),
      )
      expect((await offer('喝之前先看一看')).status).to.equal(429)
      expect(await (await offer('喝之前先闻一闻', more)).json()).to.include({ id })
      await db.transaction((tx) => tx.delete(TalkTrackOffer, { clientKey: Like('filler-%') }))
    })

    it('refuses numbers, links, gaps, what no template can say, and whom the guide does not know', async () => {
      const refused = [
        '打我电话 138 0000 0001',
        '看 https://evil.cn',
        '{王芳芳} 您好',
        '【称呼】您好呀',
        '芳芳，来坐坐',
      ]
      for (const text of refused) expect((await offer(text)).status, text).to.equal(422)
      expect((await offer('您好，来坐坐', {}, zhou)).status).to.equal(404)
      expect((await offer('您好，来坐坐', { talkTrackId: 'no-such-track' })).status).to.equal(404)
      expect((await offer('您好，来坐坐', { externalUserId: undefined })).status).to.equal(400)
    })

    it('shows a guide their own offers only, an operator all', async () => {
      const list = async (who: Browser) => (await (await who.get('/api/talk-track-offers')).json()) as Offers
      expect((await list(zhou)).rows).to.deep.equal([])
      expect((await list(lin)).rows.length).to.be.greaterThan(1)
      const all = await list(operator)
      expect(all.rows.length).to.equal((await list(lin)).rows.length)
      expect(all.sets).to.deep.include({ set: 'first-purchase/day-3', title: '首购回访：开箱与用法' })
    })

    it('becomes a file the library starts with, whatever was typed', async () => {
      const hostile = '---\nid: welcome\n---\n您好 {{lookup this "constructor"}}，{{#each x}} <b>喝茶</b>'
      const { id } = await offered(hostile)
      const title = '../../etc: "x" # {a'
      const answer = await operator.post(`/api/talk-track-offers/${id}/accept`, { title, level: 'gold', priority: 5 })
      expect(answer.status, await answer.clone().text()).to.equal(200)
      const { file, offer: view } = (await answer.json()) as { file: string; offer: OfferView }
      expect(file).to.equal(`first-purchase/offered-${id}.hbs`)
      expect(view.state).to.equal('accepted')
      const library = loadTalkTracks(join(templatesDir, 'talk-tracks'), { brandName: '本店' })
      const track = library.find(`offered-${id}`)
      expect(track).to.include({ title, level: 'gold', priority: 5, set: 'first-purchase/day-3' })
      expect(library.render(`offered-${id}`, {}).text).to.equal(hostile)
      const files = await readdir(join(templatesDir, 'talk-tracks', 'first-purchase'))
      expect(files.filter((name) => name.endsWith('.new'))).to.deep.equal([])
      const audit = await app.deps.db.read.findOneByOrFail(AuditEntry, {
        action: 'offer.accepted',
        subject: String(id),
      })
      expect(audit).to.deep.include({ actor: 'op', detail: { note: file } })
      expect((await operator.post(`/api/talk-track-offers/${id}/accept`, {})).status).to.equal(409)
    })

    it('is written once when two operators accept at the same moment', async () => {
      const { id } = await offered('茶汤颜色浅就多泡一会儿')
      const accept = () => operator.post(`/api/talk-track-offers/${id}/accept`, {})
      const statuses = (await Promise.all([accept(), accept()])).map(({ status }) => status)
      expect(statuses.sort()).to.deep.equal([200, 409])
    })

    it('goes only into a set there is, never by a path of its own', async () => {
      const { id } = await offered('茶叶放阴凉地方就好')
      const accept = (set: string) => operator.post(`/api/talk-track-offers/${id}/accept`, { set })
      expect((await accept('../boot')).status).to.equal(400)
      expect((await accept('no-such/set')).status).to.equal(422)
      expect((await app.deps.db.read.findOneByOrFail(TalkTrackOffer, { id })).state).to.equal('open')
    })

    it('is declined with a word why, which its guide reads', async () => {
      const { id } = await offered('今天不买就没有了')
      expect((await operator.post(`/api/talk-track-offers/${id}/decline`, { note: '太催了' })).status).to.equal(200)
      expect((await operator.post(`/api/talk-track-offers/${id}/decline`, { note: '再说一次' })).status).to.equal(409)
      const { rows } = (await (await lin.get('/api/talk-track-offers?state=declined')).json()) as Offers
      expect(rows.map((row) => [row.id, row.note])).to.deep.equal([[id, '太催了']])
    })

    it('says so where the folder cannot be written, and stays open', async () => {
      const { id } = await offered('开汤前先闻一闻干茶')
      const folder = join(templatesDir, 'talk-tracks')
      const trap = join(folder, 'first-purchase', `offered-${id}.hbs.new`)
      // A folder in the place of the half file: nobody, not even root, can write there.
      await mkdir(trap)
      const answer = await operator.post(`/api/talk-track-offers/${id}/accept`, {})
      expect(answer.status).to.equal(503)
      expect((await app.deps.db.read.findOneByOrFail(TalkTrackOffer, { id })).state).to.equal('open')
      await rm(trap, { recursive: true, force: true })
      expect((await operator.post(`/api/talk-track-offers/${id}/accept`, {})).status).to.equal(200)
      expect(await readFile(join(folder, 'first-purchase', `offered-${id}.hbs`), 'utf8')).to.include('开汤前')
    })
  })
})
