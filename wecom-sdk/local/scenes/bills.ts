import { z } from 'zod'
import { SceneError } from '../errors.ts'
import type { Bill, Refund } from '../records/bills.ts'
import { contactOf, memberOf, type World } from '../world.ts'
import { externalUserId, scene, userid } from './scene.ts'

const fen = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const paid = z.object({
  userid,
  externalUserId,
  totalFeeFen: fen,
  outTradeNo: z.string().optional(),
  paidAtMs: z.number().int().optional(),
  remark: z.string().default(''),
  paymentType: z.number().int().default(0),
  commodities: z.array(z.object({ description: z.string(), amount: z.number().int().min(1) })).default([]),
  contactInfo: z.object({ name: z.string(), phone: z.string(), address: z.string() }).optional(),
})
const refunded = z.object({
  outTradeNo: z.string(),
  feeFen: fen,
  /** Who pays it back; the payee unless told otherwise. */
  userid: userid.optional(),
  comment: z.string().default(''),
})

function pay(world: World, input: z.output<typeof paid>): Bill {
  contactOf(world, input.externalUserId)
  const { contactInfo, userid: guide, outTradeNo, paidAtMs, ...rest } = input
  const bill: Bill = {
    ...rest,
    payee: memberOf(world, guide).userid,
    outTradeNo: outTradeNo ?? world.ids.next('TRADE', 20),
    paidAtMs: paidAtMs ?? world.clock.nowMs(),
    transactionId: world.ids.digits(28),
    refunds: [],
    ...(contactInfo ? { contactInfo } : {}),
  }
  world.state.bills.push(bill)
  return bill
}

function refund(world: World, input: z.output<typeof refunded>): Refund {
  const bill = world.state.bills.find(({ outTradeNo }) => outTradeNo === input.outTradeNo)
  if (!bill) throw new SceneError('no such bill')
  const before = bill.refunds.reduce((sum, { feeFen }) => sum + feeFen, 0)
  if (before + input.feeFen > bill.totalFeeFen) throw new SceneError('more than was paid')
  const made: Refund = {
    outRefundNo: world.ids.next('REFUND', 20),
    userid: input.userid ?? bill.payee,
    comment: input.comment,
    atMs: world.clock.nowMs(),
    feeFen: input.feeFen,
  }
  bill.refunds.push(made)
  return made
}

/** 对外收款. Nothing calls back: bills are only ever polled. */
export function billScenes(world: World) {
  return {
    customerPays: scene(paid, (input) => pay(world, input)),
    refundBill: scene(refunded, (input) => refund(world, input)),
  }
}
