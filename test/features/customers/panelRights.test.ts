import { expect } from 'chai'
import { Binding, CorpTag, CustomerTag, IdentityKey, Member } from '../../../app/db/entities/customers.ts'
import { AuditEntry } from '../../../app/db/entities/operations.ts'
import { IntakeException } from '../../../app/db/entities/orders.ts'
import { ContactWay } from '../../../app/db/entities/org.ts'
import type { CustomerPanel } from '../../../app/features/customers/contract.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

const PEOPLE = [
  { userId: 'guide.lin', name: '林晓' },
  { userId: 'guide.zhou', name: '周宁', storeCode: 'SH002' },
  { userId: 'guide.none', name: '无关' },
  { userId: 'boss1', role: 'store_manager' },
  { userId: 'boss2', role: 'store_manager', storeCode: 'SH002' },
  { userId: 'east', role: 'region_manager', storeCode: null, regionCode: 'EAST' },
  { userId: 'south', role: 'region_manager', storeCode: null, regionCode: 'SOUTH' },
  { userId: 'ops', role: 'operator', storeCode: null },
] as const

forEachDatabase((kind) =>
  describe(`who may see a customer (${kind})`, () => {
    let app: TestApp
    let ids: Record<string, number>
    let customer: string
    const browsers = new Map<string, Browser>()

    before(async () => {
      app = await startTestApp(kind)
      ids = await seedChain(app.deps, app.local, [...PEOPLE])
      // Lin brought her in; Zhou is her friend too.
      customer = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳', unionid: 'oUnion1' }).externalUserId
      app.clock.advance(60_000)
      app.local.customerAdds({ userid: 'guide.zhou', externalUserId: customer, name: '王芳芳' })
      await app.settle()
      await app.deps.db.transaction(async (tx) => {
        const vip = { tagId: 'et1', name: 'VIP', groupName: '等级', sort: 1, isDeleted: false }
        await tx.insert(CorpTag, vip)
        const phone = {
          phoneKey: app.deps.vault.keyOf('phone', '13800000001'),
          phoneSealed: app.deps.vault.seal('13800000001'),
        }
        const facts = { name: '王芳芳', tier: '银卡', points: 1280, birthday: null, updatedAt: 0 }
        const unionKey = app.deps.vault.keyOf('union', 'oUnion1')
        await tx.insert(Member, { memberNo: 'M0001', ...phone, unionKey, externalUserId: null, ...facts })
        const other = { phoneKey: app.deps.vault.keyOf('phone', '13800000002'), phoneSealed: null }
        await tx.insert(Member, { memberNo: 'M0002', ...other, unionKey: null, externalUserId: 'wm-other', ...facts })
      })
      for (const { userId } of PEOPLE) browsers.set(userId, await app.signIn(userId))
    })
    after(() => app.stop())

    const as = (userId: string): Browser => browsers.get(userId)!
    const panelOf = (userId: string, id = customer) => as(userId).get(`/api/customers/${id}/panel`)

    const RIGHTS: [string, 'full' | 'limited' | 404][] = [
      ['guide.lin', 'full'],
      ['guide.zhou', 'limited'],
      ['guide.none', 404],
      ['boss1', 'full'],
      ['boss2', 404],
      ['east', 'full'],
      ['south', 404],
      ['ops', 'full'],
    ]
    for (const [userId, right] of RIGHTS) {
      it(`${userId}: ${right}`, async () => {
        const answer = await panelOf(userId)
        if (right === 404) return expect(answer.status).to.equal(404)
        expect(answer.status).to.equal(200)
        expect(((await answer.json()) as CustomerPanel).view).to.equal(right)
      })
    }

    it('an unknown customer is 404, in the same words as a hidden one', async () => {
      const unknown = (await (await panelOf('guide.none', 'wm-nobody')).json()) as {
        error: { code: string; message: string }
      }
      const hidden = (await (await panelOf('guide.none')).json()) as typeof unknown
      expect(unknown.error.code).to.equal(hidden.error.code)
      expect(unknown.error.message).to.equal(hidden.error.message)
    })

    it('the whole panel: who, whose, member masked, the way in', async () => {
      const panel = (await (await panelOf('guide.lin')).json()) as CustomerPanel
      expect(panel.customer).to.include({ name: '王芳芳', stage: 'lead', isFriend: true })
      expect(panel.customer.stageText).to.match(/新好友第 1 天/)
      expect(panel.binding).to.deep.include({ guideName: '林晓', storeName: '徐汇店', isMine: true })
      expect(panel.memberState).to.equal('bound')
      expect(panel.member).to.include({ memberNo: 'M0001', tier: '银卡', phoneMasked: '138****0001' })
      expect(panel.events.map((event) => event.kind)).to.include('added')
      expect(panel.tags).to.deep.equal([{ tagId: 'et1', name: 'VIP', groupName: '等级', isOn: false }])
      expect(JSON.stringify(panel)).not.to.include('13800000001')
    })

    it('a colleague’s friend: name and owner only', async () => {
      const panel = (await (await panelOf('guide.zhou')).json()) as CustomerPanel
      expect(panel.binding).to.deep.include({ guideName: '林晓', isMine: false })
      expect(panel.member).to.equal(null)
      expect([panel.orders.rows, panel.notes, panel.events, panel.tags, panel.followUps]).to.deep.equal([
        [],
        [],
        [],
        [],
        [],
      ])
    })

    it('what a limited view hides cannot be changed or read by another door', async () => {
      const path = `/api/customers/${customer}`
      const zhou = as('guide.zhou')
      const answers = await Promise.all([
        zhou.get(`${path}/events`),
        zhou.post(`${path}/notes`, { clientKey: 'key-00000001', text: '你好' }),
        zhou.post(`${path}/tags`, { tagId: 'et1', isOn: true }),
        zhou.post(`${path}/claim-order`, { orderNo: 'X1' }),
        zhou.post(`${path}/bind-member`, { phone: '13800000001' }),
      ])
      expect(answers.map(({ status }) => status)).to.deep.equal([404, 404, 404, 404, 404])
    })

    it('a manager’s look is noted down, a guide’s own is not', async () => {
      const looks = await app.deps.db.read.findBy(AuditEntry, { action: 'view_customer', subject: customer })
      expect(new Set(looks.map(({ actor }) => actor))).to.deep.equal(new Set(['boss1', 'east', 'ops']))
    })

    it('notes: private ones stay with their author, a repeated request writes one', async () => {
      const path = `/api/customers/${customer}/notes`
      const note = { clientKey: 'key-00000002', text: '喜欢绿茶' }
      await as('guide.lin').post(path, note)
      const again = await as('guide.lin').post(path, note)
      const { notes } = (await again.json()) as { notes: CustomerPanel['notes'] }
      expect(notes).to.have.length(1)
      expect(notes[0]).to.include({ text: '喜欢绿茶', isMine: true, authorName: '林晓' })
      expect(((await (await panelOf('boss1')).json()) as CustomerPanel).notes).to.deep.equal([])
      await as('guide.lin').post(path, { clientKey: 'key-00000003', text: '周末来店', isShared: true })
      const seen = ((await (await panelOf('boss1')).json()) as CustomerPanel).notes
      expect(seen.map(({ text, isMine }) => [text, isMine])).to.deep.equal([['周末来店', false]])
    })

    it('a tag shows at once and reaches WeCom in the guide’s name', async () => {
      const group = app.local.consoleAddsTags({ name: '偏好', tags: ['绿茶'] })
      await app.settle()
      const tagId = group.tags[0]!.id
      const answer = await as('guide.lin').post(`/api/customers/${customer}/tags`, { tagId, isOn: true })
      const { tags } = (await answer.json()) as { tags: CustomerPanel['tags'] }
      expect(tags.find((tag) => tag.tagId === tagId)).to.include({ name: '绿茶', groupName: '偏好', isOn: true })
      await app.settle()
      const [call] = app.local.calls('externalcontact/mark_tag')
      expect(call?.body).to.deep.include({ userid: 'guide.lin', external_userid: customer, add_tag: [tagId] })
      expect(await app.deps.db.read.countBy(CustomerTag, { tagId })).to.equal(1)
      const unknown = await as('guide.lin').post(`/api/customers/${customer}/tags`, { tagId: 'et-none', isOn: true })
      expect(unknown.status).to.equal(404)
    })

    it('binding a member: unknown phone in words, a stranger’s member is a conflict for a person', async () => {
      const bind = (phone: string) => as('guide.lin').post(`/api/customers/${customer}/bind-member`, { phone })
      expect((await bind('13900000009')).status).to.equal(422)
      expect((await bind('123')).status).to.equal(422)
      expect((await bind('13800000002')).status).to.equal(409)
      expect(await app.deps.db.read.countBy(IntakeException, { kind: 'identity_conflict' })).to.equal(1)
      const bound = await bind('+86 138 0000 0001')
      expect(await bound.json()).to.include({ memberState: 'bound' })
      const member = await app.deps.db.read.findOneByOrFail(Member, { memberNo: 'M0001' })
      expect(member.externalUserId).to.equal(customer)
      const keys = await app.deps.db.read.findBy(IdentityKey, { externalUserId: customer, kind: 'phone' })
      expect(keys.map(({ source, sinceAt }) => [source, sinceAt])).to.deep.equal([['guide', app.clock.nowMs()]])
    })

    it('a guide whose customer left still sees the whole panel; one who gave the customer away does not', async () => {
      app.local.customerDeletesGuide({ userid: 'guide.lin', externalUserId: customer })
      await app.settle()
      const panel = (await (await panelOf('guide.lin')).json()) as CustomerPanel
      expect([panel.view, panel.customer.isFriend]).to.deep.equal(['full', false])
      app.local.guideDeletesCustomer({ userid: 'guide.zhou', externalUserId: customer })
      await app.settle()
      expect((await panelOf('guide.zhou')).status).to.equal(404)
    })

    it('QRs: a guide sees their own, a manager those in reach; only operator and own store manager make them', async () => {
      const ask = { guideUserId: 'guide.lin', storeCode: 'SH001', campaign: '双十一' }
      expect((await as('guide.lin').post('/api/contact-ways', ask)).status).to.equal(403)
      expect((await as('boss2').post('/api/contact-ways', ask)).status).to.equal(404)
      expect((await as('ops').post('/api/contact-ways', { ...ask, storeCode: 'SH002' })).status).to.equal(404)
      expect((await as('boss1').post('/api/contact-ways', ask)).status).to.equal(200)
      expect((await as('ops').post('/api/contact-ways', ask)).status).to.equal(200)
      await app.settle()
      expect(await app.deps.db.read.countBy(ContactWay, { campaign: '双十一' })).to.equal(1)
      const rowsOf = async (userId: string) =>
        ((await (await as(userId).get('/api/contact-ways')).json()) as { rows: { qrCode: string | null }[] }).rows
      expect((await rowsOf('guide.lin'))[0]?.qrCode).to.match(/^http/)
      expect(await rowsOf('guide.zhou')).to.deep.equal([])
      expect(await rowsOf('boss1')).to.have.length(1)
      expect(await rowsOf('south')).to.deep.equal([])
    })

    it('a binding ends with the guide’s last day, and the customer is nobody’s then', async () => {
      const guideId = ids['guide.lin']!
      await app.deps.db.transaction((tx) => app.deps.emit(tx, { name: 'GuideLeft', guideId, atMs: app.clock.nowMs() }))
      await app.settle()
      const binding = await app.deps.db.read.findOneByOrFail(Binding, { externalUserId: customer })
      expect(binding).to.include({ openKey: null, toAt: app.clock.nowMs(), endedBecause: 'guide_left' })
    })
  }),
)
