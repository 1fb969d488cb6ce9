import { expect } from 'chai'
import { IdentityKey, Member } from '../../../app/db/entities/customers.ts'
import { ContactWay } from '../../../app/db/entities/org.ts'
import { PointEntry, Referral, ReferralCode } from '../../../app/db/entities/referrals.ts'
import type { CustomerReferral, ReferralBoard } from '../../../app/features/referrals/contract.ts'
import { type MemberSystem, startMemberSystem } from '../../../demo/malls/memberSystem.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'
import { buy, DAY_MS, giveBack } from '../lifecycle/support.ts'

/** 21 November 2026 is a Saturday: six weeks of five working days end on a Friday. */
const WINDOW_DAYS = 41

forEachDatabase((kind) =>
  describe(`old customers who bring new ones (${kind})`, () => {
    let app: TestApp
    let members: MemberSystem
    let guide: Browser
    let fang: string

    beforeEach(async () => {
      members = await startMemberSystem('member-system-secret')
      app = await startTestApp(kind, { env: members.env })
      await seedChain(app.deps, app.local, [
        { userId: 'guide.lin', name: '林晓' },
        { userId: 'guide.zhou', name: '周敏', storeCode: 'SH002' },
        { userId: 'boss.east', role: 'region_manager', storeCode: null, regionCode: 'EAST' },
        { userId: 'boss.south', role: 'region_manager', storeCode: null, regionCode: 'SOUTH' },
      ])
      fang = await makeLoyal('王芳芳', 'guide.lin')
      await makeMember(fang, 'M0001')
      guide = await app.signIn('guide.lin')
    })
    afterEach(async () => {
      await app.stop()
      await members.close()
    })

    const read = () => app.deps.db.read

    async function makeLoyal(name: string, userid: string): Promise<string> {
      const { externalUserId } = app.local.customerAdds({ userid, name })
      await app.settle()
      await read().query(`UPDATE customers SET stage = 'loyal' WHERE external_user_id = ?`, [externalUserId])
      return externalUserId
    }

    async function makeMember(externalUserId: string, memberNo: string): Promise<void> {
      const blank = { phoneKey: null, phoneSealed: null, unionKey: null, birthday: null, birthMonthDay: null }
      const row = { memberNo, externalUserId, name: '', tier: '金卡', points: 0, updatedAt: 0, ...blank }
      await app.deps.db.transaction((tx) => tx.insert(Member, row))
    }

    async function codeOf(externalUserId: string, who = guide): Promise<string> {
      const made = await who.post(`/api/customers/${externalUserId}/referral-code`)
      expect(made.status, await made.clone().text()).to.equal(200)
      await app.settle()
      const { code } = await read().findOneByOrFail(ReferralCode, { externalUserId })
      return code
    }

    async function comesBy(code: string, name: string): Promise<string> {
      app.clock.advance(60_000)
      const { externalUserId } = app.local.scanContactWay({ state: code, name })
      await app.settle()
      return externalUserId
    }

    async function days(count: number): Promise<void> {
      app.clock.advance(count * DAY_MS)
      await app.settle()
    }

    async function shop(friend: string, orderNo: string, over: { daysAgo?: number } = {}): Promise<void> {
      app.clock.advance(60_000)
      await buy(app, { orderNo, buyer: friend, lines: [{ productCode: 'TEA', paidFen: 19_900 }], ...over })
      await app.settle()
    }

    const whole = [{ lineNo: '1', refundFen: 19_900 }]
    const refundWhole = async (orderNo: string) => {
      app.clock.advance(60_000)
      await giveBack(app, orderNo, whole)
      await app.settle()
    }
    const stateOf = async (friend: string) => {
      const row = await read().findOneBy(Referral, { friend })
      return row ? `${row.state} ${row.why}` : undefined
    }
    const view = async (externalUserId: string, who = guide) =>
      (await (await who.get(`/api/customers/${externalUserId}/referral`)).json()) as CustomerReferral
    const sumOfAll = async () => (await read().find(PointEntry)).reduce((sum, { points }) => sum + points, 0)

    it('says the reward beforehand, and gives a loyal customer one code, however often it is asked for', async () => {
      const before = await view(fang)
      expect(before).to.deep.include({ whyNot: null, code: null, friends: [], honourText: null })
      expect(before.promiseText).to.include('30 个工作日').and.include('200 积分')
      await Promise.all([codeOf(fang), codeOf(fang)])
      const { code } = await view(fang)
      expect(code?.qrCode).to.be.a('string')
      expect(await read().countBy(ReferralCode, {})).to.equal(1)
      const ways = (await (await guide.get('/api/contact-ways')).json()) as { rows: { kind: string }[] }
      expect(ways.rows.map((row) => row.kind)).to.not.include('referral')
      expect(await read().countBy(ContactWay, { kind: 'referral' })).to.equal(1)
    })

    it('gives none to a customer who is not loyal, to a stranger’s guide, or to whoever may not see the customer', async () => {
      const { externalUserId: new_ } = app.local.customerAdds({ userid: 'guide.lin', name: '新朋友' })
      await app.settle()
      const refused = await guide.post(`/api/customers/${new_}/referral-code`)
      expect(refused.status).to.equal(422)
      expect(await refused.text()).to.include('忠实客')
      expect((await view(new_)).whyNot).to.include('忠实客')
      const zhou = await app.signIn('guide.zhou')
      expect((await zhou.post(`/api/customers/${fang}/referral-code`)).status).to.equal(404)
      expect((await zhou.get(`/api/customers/${fang}/referral`)).status).to.equal(404)
      const boss = await app.signIn('boss.east')
      expect((await boss.post(`/api/customers/${fang}/referral-code`)).status).to.equal(422)
      expect((await boss.get(`/api/customers/${fang}/referral`)).status).to.equal(200)
    })

    it('a friend who comes by it is the guide’s; the reward waits for the first order and the window, and comes once', async () => {
      const friend = await comesBy(await codeOf(fang), '李梅')
      const panel = await guide.get(`/api/customers/${friend}/panel`)
      expect(await panel.json()).to.deep.include({ view: 'full' })
      expect(await stateOf(friend)).to.equal('joined no_order')
      expect((await view(friend)).referredBy).to.deep.include({ name: '王芳芳', state: 'joined' })
      await shop(friend, 'A1')
      expect(await stateOf(friend)).to.equal('waiting window')
      const [waiting] = (await view(fang)).friends
      expect(waiting).to.deep.include({ name: '李梅', state: 'waiting', points: 200 })
      expect(waiting?.stateText).to.match(/^首单已完成，1 月 \d+ 日过退货期后到账$/)
      await days(WINDOW_DAYS - 1)
      expect(await stateOf(friend)).to.equal('waiting window')
      expect(members.calls).to.deep.equal([])
      await days(1)
      expect(await stateOf(friend)).to.equal('rewarded passed')
      await shop(friend, 'A2')
      await days(60)
      expect(members.calls).to.have.length(1)
      expect(members.calls[0]).to.include({ memberNo: 'M0001', points: 200, kind: 'referral.reward' })
      expect(Math.abs((members.signedAtMs[0] ?? 0) - app.clock.nowMs())).to.be.lessThan(62 * DAY_MS)
      expect(await view(fang)).to.include({ rewardedFriends: 1, points: 200 })
      expect(await sumOfAll()).to.equal(0)
    })

    it('all given back before that: no reward, and the reason is told', async () => {
      const friend = await comesBy(await codeOf(fang), '李梅')
      await shop(friend, 'A1')
      await refundWhole('A1')
      expect(await stateOf(friend)).to.equal('void refunded')
      await shop(friend, 'A2')
      await days(90)
      expect((await view(fang)).friends[0]?.stateText).to.include('退款')
      expect(members.calls).to.deep.equal([])
      expect(await read().find(PointEntry)).to.deep.equal([])
    })

    it('all given back after it: taken back by an entry of its own, and the member system hears of both', async () => {
      const friend = await comesBy(await codeOf(fang), '李梅')
      await shop(friend, 'A1')
      await days(WINDOW_DAYS)
      await refundWhole('A1')
      expect(await stateOf(friend)).to.equal('void taken_back')
      expect(members.calls.map(({ points, kind: what }) => [what, points])).to.deep.equal([
        ['referral.reward', 200],
        ['referral.reversal', -200],
      ])
      expect(members.booked()).to.deep.equal({ M0001: 0 })
      expect(await sumOfAll()).to.equal(0)
    })

    it('an open complaint holds it; once that is settled it comes', async () => {
      const friend = await comesBy(await codeOf(fang), '李梅')
      await shop(friend, 'A1')
      await days(WINDOW_DAYS - 1)
      const told = { clientKey: 'complaint-0001', kind: 'quality', body: '漏气' }
      const opened = await guide.post(`/api/customers/${friend}/complaints`, told)
      expect(opened.status, await opened.clone().text()).to.equal(200)
      await days(3)
      expect(await stateOf(friend)).to.equal('waiting complaint_open')
      const [{ id } = { id: 0 }] = await read().query('SELECT id FROM complaints')
      const closed = await guide.post(`/api/complaints/${id}/close`, { outcome: '换了一罐' })
      expect(closed.status, await closed.clone().text()).to.equal(200)
      await app.settle()
      expect(await stateOf(friend)).to.equal('rewarded passed')
    })

    it('whoever was a friend, had bought, or is the same person does not count; the first code counts', async () => {
      const code = await codeOf(fang)
      const known = app.local.customerAdds({ userid: 'guide.zhou', name: '老朋友' }).externalUserId
      await app.settle()
      app.clock.advance(DAY_MS)
      app.local.scanContactWay({ state: code, externalUserId: known })
      await app.settle()
      expect(await stateOf(known)).to.equal('void existing_customer')

      const buyer = await comesBy(code, '买过的')
      await shop(buyer, 'OLD', { daysAgo: 30 })
      expect(await stateOf(buyer)).to.equal('void former_buyer')

      const alias = await comesBy(code, '小号')
      const key = { kind: 'phone' as const, keyHash: 'same-phone', sinceAt: null, source: 'guide', orderId: null }
      await app.deps.db.transaction(async (tx) => {
        for (const externalUserId of [fang, alias]) await tx.insert(IdentityKey, { ...key, externalUserId })
        await app.deps.emit(tx, { name: 'CustomerIdentified', externalUserId: alias, atMs: app.clock.nowMs() })
      })
      await app.settle()
      expect(await stateOf(alias)).to.equal('void self')

      const mei = await makeLoyal('陈梅', 'guide.zhou')
      const second = await codeOf(mei, await app.signIn('guide.zhou'))
      const friend = await comesBy(code, '李梅')
      app.clock.advance(60_000)
      app.local.scanContactWay({ state: second, externalUserId: friend })
      await app.settle()
      expect(await read().findOneByOrFail(Referral, { friend })).to.include({ referrer: fang, state: 'joined' })
    })

    it('names only whom the guide may see: who takes a friend over does not learn who brought them', async () => {
      const friend = await comesBy(await codeOf(fang), '李梅')
      const pair = { handover_userid: 'guide.lin', takeover_userid: 'guide.zhou', external_userid: [friend] }
      await app.deps.wecom.transferCustomer(pair)
      await days(1)
      const zhou = await app.signIn('guide.zhou')
      expect((await view(friend, zhou)).referredBy?.name).to.equal('另一位客户')
      expect((await view(fang)).friends.map(({ name }) => name)).to.deep.equal(['一位朋友'])
      expect((await view(fang, await app.signIn('boss.east'))).friends.map(({ name }) => name)).to.deep.equal(['李梅'])
    })

    it('one level only: a friend’s friend counts for the friend alone', async () => {
      const friend = await comesBy(await codeOf(fang), '李梅')
      await shop(friend, 'A1')
      await read().query(`UPDATE customers SET stage = 'loyal' WHERE external_user_id = ?`, [friend])
      await makeMember(friend, 'M0002')
      const grandchild = await comesBy(await codeOf(friend), '孙悦')
      await shop(grandchild, 'B1')
      await days(WINDOW_DAYS + 2)
      expect(members.booked()).to.deep.equal({ M0001: 200, M0002: 200 })
    })

    it('no ring and no self: who comes back by a friend’s code or by their own brings nobody a point', async () => {
      const own = await codeOf(fang)
      const friend = await comesBy(own, '李梅')
      await read().query(`UPDATE customers SET stage = 'loyal' WHERE external_user_id = ?`, [friend])
      await makeMember(friend, 'M0002')
      const back = async (state: string) => {
        app.local.customerDeletesGuide({ userid: 'guide.lin', externalUserId: fang })
        await app.settle()
        app.clock.advance(60_000)
        app.local.scanContactWay({ state, externalUserId: fang })
        await app.settle()
      }
      await back(own)
      expect(await stateOf(fang)).to.equal('void self')
      await back(await codeOf(friend))
      await shop(fang, 'A1')
      await days(WINDOW_DAYS + 2)
      expect(await stateOf(fang)).to.match(/^void /)
      expect(members.booked()).to.deep.equal({})
    })

    it('honours come at their count and go with the friend who made it', async () => {
      const code = await codeOf(fang)
      for (const name of ['甲', '乙', '丙']) await shop(await comesBy(code, name), name)
      await days(WINDOW_DAYS + 2)
      expect(await view(fang)).to.include({ rewardedFriends: 3, points: 700, honourText: '推荐达人' })
      expect((await view(fang)).nextHonourText).to.equal('再有 7 位成交，成为金牌推荐达人')
      expect(members.booked()).to.deep.equal({ M0001: 700 })
      await refundWhole('丙')
      expect(members.booked()).to.deep.equal({ M0001: 400 })
      expect(await view(fang)).to.include({ rewardedFriends: 2, points: 400, honourText: null })
      expect(await sumOfAll()).to.equal(0)
    })

    for (const point of ['points.beforeCall', 'points.afterCall'] as const)
      it(`killed at ${point} the member system books it once`, async () => {
        let deaths = 0
        const { crashPoint } = app.deps
        app.deps.crashPoint = (name) => {
          if (name === point) deaths += 1
          if (name === point && deaths === 1) throw new Error('killed')
          crashPoint(name)
        }
        await shop(await comesBy(await codeOf(fang), '李梅'), 'A1')
        await days(WINDOW_DAYS + 2)
        app.clock.advance(60_000)
        await app.settle()
        expect(deaths).to.equal(2)
        expect(new Set(members.calls.map(({ key }) => key)).size).to.equal(1)
        expect(members.booked()).to.deep.equal({ M0001: 200 })
        expect(await read().query('SELECT id FROM point_entries WHERE sent_at IS NULL')).to.deep.equal([])
      })

    it('waits out a member system that is down, and a member who is bound later', async () => {
      await app.deps.db.transaction((tx) => tx.delete(Member, { memberNo: 'M0001' }))
      await shop(await comesBy(await codeOf(fang), '李梅'), 'A1')
      await days(WINDOW_DAYS + 2)
      expect(members.calls).to.deep.equal([])
      await makeMember(fang, 'M0009')
      members.answer = 503
      await days(1)
      expect(members.calls).to.deep.equal([])
      members.answer = 200
      app.clock.advance(600_000)
      await app.settle()
      expect(members.booked()).to.deep.equal({ M0009: 200 })
    })

    it('two friends at once, told twice and in any order, give each reward once', async () => {
      const code = await codeOf(fang)
      const friends = [await comesBy(code, '甲'), await comesBy(code, '乙')]
      for (const friend of friends) await shop(friend, friend)
      app.clock.advance((WINDOW_DAYS + 2) * DAY_MS)
      await app.deps.db.transaction(async (tx) => {
        for (const externalUserId of [...friends, ...friends.toReversed(), ...friends])
          await app.deps.enqueue(tx, { kind: 'referrals.recompute', payload: { externalUserId } })
      })
      await app.settle()
      expect(members.booked()).to.deep.equal({ M0001: 400 })
      expect(await read().countBy(PointEntry, { cause: 'reward' })).to.equal(4)
    })

    it('managers see those of their stores, by state and place, and no others', async () => {
      const friend = await comesBy(await codeOf(fang), '李梅')
      await shop(friend, 'A1')
      const east = await app.signIn('boss.east')
      const south = await app.signIn('boss.south')
      const board = async (query = '', who = east) =>
        (await (await who.get(`/api/boards/referrals${query}`)).json()) as ReferralBoard
      const { counts, rows } = await board()
      expect(counts).to.deep.equal({ joined: 0, waiting: 1, rewarded: 0, void: 0 })
      expect(rows[0]).to.include({ friendName: '李梅', referrerName: '王芳芳', guideName: '林晓', storeName: '徐汇店' })
      expect((await board('?state=rewarded')).rows).to.deep.equal([])
      expect((await board('?store=SH001&region=EAST&guide=Guide.Lin')).rows).to.have.length(1)
      expect((await board('?store=SH002')).rows).to.deep.equal([])
      expect((await board('', south)).rows).to.deep.equal([])
      for (const query of ['?store=SH001', '?region=EAST', '?region=XX'])
        expect((await south.get(`/api/boards/referrals${query}`)).status, query).to.equal(404)
      expect((await guide.get('/api/boards/referrals')).status).to.equal(403)
    })
  }),
)
