import { expect } from 'chai'
import { Order } from '../../app/db/entities/orders.ts'
import { orderInWeixinShop, payInChat } from '../../demo/acts/malls.ts'
import { CAST } from '../../demo/seed/chain.ts'
import { openSharedDemo } from './sharedDemo.ts'

describe('the malls of the demo', function () {
  this.timeout(900_000)

  it('an order of the 微信小店 and a payment in the chat reach the customer', async () => {
    const { stage } = await openSharedDemo()
    // Of another store: the other stories count the sales of theirs.
    const one = stage.customers.find(({ friends, storeCode }) => friends.length > 0 && storeCode !== CAST.storeCode)
    const { externalUserId = '', friends = [] } = one ?? {}
    const bought = await orderInWeixinShop(stage, externalUserId)
    const paid = await payInChat(stage, friends[0]?.userid ?? '', externalUserId)
    for (const { orderNo, paidFen } of [bought, paid]) {
      const order = await stage.deps.db.read.findOneByOrFail(Order, { orderNo })
      expect(order).to.include({ paidFen, buyerCustomerId: externalUserId })
    }
  })
})
