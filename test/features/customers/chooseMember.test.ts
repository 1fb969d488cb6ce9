import { expect } from 'chai'
import { IdentityKey, Member } from '../../../app/db/entities/customers.ts'
import { AuditEntry } from '../../../app/db/entities/operations.ts'
import { IntakeException } from '../../../app/db/entities/orders.ts'
import type { CustomerPanel } from '../../../app/features/customers/contract.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

const PHONE = '13800000001'

forEachDatabase((kind) =>
  describe(`several members match one customer (${kind})`, () => {
    let app: TestApp
    let lin: Browser
    let customer: string
    let other: string

    beforeEach(async () => {
      app = await startTestApp(kind)
      await seedChain(app.deps, app.local, [{ userId: 'guide.lin', name: '林晓' }])
      customer = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' }).externalUserId
      other = app.local.customerAdds({ userid: 'guide.lin', name: '李雷' }).externalUserId
      await app.settle()
      const { keyOf, seal } = app.deps.vault
      const phone = { phoneKey: keyOf('phone', PHONE), phoneSealed: seal(PHONE) }
      const facts = { unionKey: null, name: '王芳芳', points: 0, birthday: null, updatedAt: 0, externalUserId: null }
      await app.deps.db.transaction(async (tx) => {
        await tx.insert(Member, { ...facts, ...phone, memberNo: 'M1', tier: '银卡' })
        await tx.insert(Member, { ...facts, ...phone, memberNo: 'M2', tier: '普通' })
        await tx.insert(Member, { ...facts, phoneKey: null, phoneSealed: null, memberNo: 'M3', tier: '金卡' })
        const seen = { sinceAt: 1, source: 'remark', orderId: null }
        await tx.insert(IdentityKey, {
          ...seen,
          kind: 'phone',
          keyHash: phone.phoneKey,
          externalUserId: customer,
        })
      })
      lin = await app.signIn('guide.lin')
    })
    afterEach(() => app.stop())

    const panel = async () => (await (await lin.get(`/api/customers/${customer}/panel`)).json()) as CustomerPanel
    const bind = (body: object, id = customer) => lin.post(`/api/customers/${id}/bind-member`, body)
    const ownerOf = async (memberNo: string) =>
      (await app.deps.db.read.findOneByOrFail(Member, { memberNo })).externalUserId

    it('offers them with masked phones and chooses none by itself', async () => {
      const { memberState, member, memberCandidates } = await panel()
      expect([memberState, member]).to.deep.equal(['several', null])
      expect(memberCandidates).to.deep.equal([
        { memberNo: 'M1', tier: '银卡', phoneMasked: '138****0001' },
        { memberNo: 'M2', tier: '普通', phoneMasked: '138****0001' },
      ])
      expect(await ownerOf('M1')).to.equal(null)
    })

    it('named for two customers at once it is one of theirs', async () => {
      const named = { phone: PHONE, memberNo: 'M1' }
      const answers = await Promise.all([bind(named), bind(named, other)])
      expect(answers.map(({ status }) => status)).to.have.members([200, 409])
      expect(await app.deps.db.read.countBy(AuditEntry, { action: 'bind_member' })).to.equal(1)
    })

    it('binds the one the guide chooses, by which orders are known too, and notes who said so', async () => {
      expect((await bind({ memberNo: 'M2' })).status).to.equal(200)
      expect(await ownerOf('M2')).to.equal(customer)
      expect(await ownerOf('M1')).to.equal(null)
      const after = await panel()
      expect([after.memberState, after.member?.memberNo, after.memberCandidates]).to.deep.equal(['bound', 'M2', []])
      expect(after.events.map((event) => event.kind)).to.include('member_bound')
      const [note] = await app.deps.db.read.findBy(AuditEntry, { action: 'bind_member' })
      expect(note).to.deep.include({ actor: 'guide.lin', subject: customer, detail: { memberNo: 'M2', by: 'member' } })
      const key = { kind: 'member', keyHash: 'M2', externalUserId: customer } as const
      expect(await app.deps.db.read.countBy(IdentityKey, key)).to.equal(1)
    })

    it('chosen again it changes nothing; another one afterwards goes to a person', async () => {
      await bind({ memberNo: 'M2' })
      expect((await bind({ memberNo: 'M2' })).status).to.equal(200)
      expect((await bind({ phone: PHONE, memberNo: 'M1' })).status).to.equal(409)
      expect(await ownerOf('M1')).to.equal(null)
      expect(await app.deps.db.read.countBy(IntakeException, { kind: 'identity_conflict' })).to.equal(1)
    })

    it('opens nobody by a number that was not offered: a stranger’s and an invented one in the same words', async () => {
      const answers = await Promise.all([bind({ memberNo: 'M3' }), bind({ memberNo: 'NONE' })])
      expect(answers.map(({ status }) => status)).to.deep.equal([422, 422])
      const [strange, invented] = (await Promise.all(answers.map((answer) => answer.json()))) as {
        error: { message: string }
      }[]
      expect(strange?.error.message).to.equal(invented?.error.message)
      expect((await bind({ memberNo: 'M1' }, other)).status).to.equal(422)
      expect((await bind({})).status).to.equal(400)
    })

    it('a phone with several asks which, and binds nothing yet', async () => {
      const answer = (await (await bind({ phone: PHONE }, other)).json()) as Pick<CustomerPanel, 'memberCandidates'>
      expect(answer.memberCandidates.map(({ memberNo }) => memberNo)).to.deep.equal(['M1', 'M2'])
      expect([await ownerOf('M1'), await ownerOf('M2')]).to.deep.equal([null, null])
    })
  }),
)
