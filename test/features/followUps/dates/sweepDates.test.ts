import { expect } from 'chai'
import { Member } from '../../../../app/db/entities/customers.ts'
import { FollowUpTrack } from '../../../../app/db/entities/followUps.ts'
import { Order, OrderLine } from '../../../../app/db/entities/orders.ts'
import { businessDayOf } from '../../../../app/domain/businessDay.ts'
import { forEachDatabase } from '../../../support/db.ts'
import { addCustomer, followUps, goTo, openShop, type Shop } from '../shop.ts'

let memberNo = 0

function isMember(shop: Shop, externalUserId: string, birthday: string): Promise<unknown> {
  memberNo += 1
  const row = { memberNo: `M${memberNo}`, phoneKey: null, phoneSealed: null, unionKey: null, externalUserId, name: '' }
  const known = { tier: '', points: 0, birthday, birthMonthDay: birthday.slice(-5), updatedAt: 0 }
  return shop.app.deps.db.transaction((tx) => tx.insert(Member, { ...row, ...known }))
}

let orderNo = 0

/** Orders of the past, whose buyer is known. */
async function bought(shop: Shop, buyer: string, ...times: string[]): Promise<void> {
  for (const time of times) {
    const paidAt = Date.parse(`${time}+08:00`)
    orderNo += 1
    const buys = {
      buyerExternalUserId: buyer,
      buyerState: 'known',
      buyerCustomerId: buyer,
      buyerKnownAt: paidAt,
    } as const
    const paid = { orderedAt: paidAt, paidAt, paidFen: 60_000, businessDay: time.slice(0, 10), recordedAt: paidAt }
    const row = {
      source: 'mall',
      orderNo: `D${orderNo}`,
      channel: 'online',
      storeCode: 'SH001',
      completedAt: null,
    } as const
    await shop.app.deps.db.transaction(async (tx) => {
      await tx.insert(Order, { ...row, ...buys, ...paid, delivery: 'shipping', contentHash: 'x' })
      const { id } = await tx.findOneByOrFail(Order, { source: 'mall', orderNo: row.orderNo })
      await tx.insert(OrderLine, {
        orderId: id,
        lineNo: '1',
        productCode: 'T1',
        name: '白茶',
        quantity: 1,
        paidFen: 60_000,
      })
      await shop.app.deps.emit(tx, { name: 'OrderRecorded', orderId: id, atMs: paidAt })
    })
  }
  await shop.app.settle()
}

/** What dates have called, as `customer playbook anchor day`. */
async function called(shop: Shop, names: Record<string, string>): Promise<string[]> {
  const tracks = await shop.app.deps.db.read.find(FollowUpTrack, { order: { id: 'ASC' } })
  return tracks
    .filter(({ anchorKey }) => /^(birthday|anniversary|holiday):/.test(anchorKey))
    .map(
      (track) =>
        `${names[track.externalUserId]} ${track.playbookId} ${track.anchorKey} ${businessDayOf(track.anchorAt)}`,
    )
    .sort()
}

forEachDatabase((kind) => {
  describe(`days that call a playbook (${kind})`, () => {
    let shop: Shop
    const names: Record<string, string> = {}
    const add = async (name: string) => {
      const externalUserId = await addCustomer(shop, name)
      names[externalUserId] = name
      return externalUserId
    }

    before(async () => {
      shop = await openShop(kind)
    })
    after(() => shop.app.stop())

    it('greet on a birthday, prepared some nights ahead, for a member whose year is known or not', async () => {
      await isMember(shop, await add('年生'), '1990-12-03')
      await isMember(shop, await add('月生'), '12-03')
      await isMember(shop, await add('他日'), '1990-12-08')
      await goTo(shop, '2026-11-29T02:00:00')
      expect(await called(shop, names)).to.deep.equal([
        '年生 birthday birthday:2026 2026-12-03',
        '月生 birthday birthday:2026 2026-12-03',
      ])
      const rows = await followUps(shop, Object.keys(names)[0]!)
      const greeting = rows.find(({ playbookId, stepId }) => playbookId === 'birthday' && stepId === 'greeting')
      expect(greeting?.dueAt).to.equal(Date.parse('2026-12-03T09:40:00+08:00'))
      expect(greeting?.expiresAt).to.be.at.most(Date.parse('2026-12-05T00:00:00+08:00'))
    })

    it('call once, however many nights look at the day', async () => {
      await goTo(shop, '2026-11-30T02:00:00')
      await goTo(shop, '2026-12-01T02:00:00')
      expect(await called(shop, names)).to.deep.equal([
        '他日 birthday birthday:2026 2026-12-08',
        '年生 birthday birthday:2026 2026-12-03',
        '月生 birthday birthday:2026 2026-12-03',
      ])
    })

    it('find a birthday that was learned late, or missed for a night', async () => {
      await isMember(shop, await add('晚知'), '12-05')
      await goTo(shop, '2026-12-05T02:00:00')
      expect(await called(shop, names)).to.include('晚知 birthday birthday:2026 2026-12-05')
    })

    it('pass over two members under one contact, and a contact without a guide', async () => {
      const torn = await add('两卡')
      await isMember(shop, torn, '12-12')
      await isMember(shop, torn, '12-11')
      const gone = await add('走了')
      await isMember(shop, gone, '12-12')
      shop.app.local.customerDeletesGuide({ userid: 'guide.lin', externalUserId: gone })
      await shop.app.settle()
      await goTo(shop, '2026-12-12T02:00:00')
      expect((await called(shop, names)).filter((line) => /两卡|走了/.test(line))).to.deep.equal([])
    })

    it('thank a year after the first purchase, not on the day itself, and whom the playbook is for', async () => {
      await bought(shop, await add('老友'), '2024-12-20T15:00:00', '2026-12-10T15:00:00')
      await bought(shop, await add('走远'), '2024-12-20T15:00:00')
      await goTo(shop, '2026-12-20T00:40:00')
      await bought(shop, await add('新友'), '2026-12-20T00:10:00', '2026-12-20T00:30:00')
      await goTo(shop, '2026-12-20T02:00:00')
      expect((await called(shop, names)).filter((line) => line.includes('anniversary'))).to.deep.equal([
        '老友 anniversary anniversary:2026 2026-12-20',
      ])
    })

    it('cross the end of the year, and greet loyal customers only where the playbook says so', async () => {
      const days = ['08-01', '09-01', '10-01', '11-01', '12-01'].map((day) => `2026-${day}T15:00:00`)
      await bought(shop, await add('忠实'), ...days)
      await isMember(shop, await add('元旦生'), '01-01')
      await goTo(shop, '2026-12-31T02:00:00')
      expect((await called(shop, names)).filter((line) => line.includes('2027'))).to.deep.equal([
        '元旦生 birthday birthday:2027 2027-01-01',
        '忠实 holiday_loyal holiday:new_year:2027 2027-01-01',
      ])
      const [track] = await shop.app.deps.db.read.findBy(FollowUpTrack, { anchorKey: 'holiday:new_year:2027' })
      expect(track?.data).to.include({ holidayId: 'new_year', holidayName: '元旦' })
    })

    it('keep a birthday of 29 February on the 28th, and on the 29th where there is one', async () => {
      await isMember(shop, await add('闰日'), '1992-02-29')
      await goTo(shop, '2027-02-27T02:00:00')
      await goTo(shop, '2028-02-28T02:00:00')
      await goTo(shop, '2028-02-29T02:00:00')
      expect((await called(shop, names)).filter((line) => line.startsWith('闰日'))).to.deep.equal([
        '闰日 birthday birthday:2027 2027-02-28',
        '闰日 birthday birthday:2028 2028-02-29',
      ])
    })
  })
})
