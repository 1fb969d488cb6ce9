import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { importFile } from '../../app/boot/importFile.ts'
import { PRODUCTS } from '../seed/products.ts'
import { createDice } from '../seed/random.ts'
import { dayStart, dayText, HOUR_MS, instantText, MINUTE_MS } from '../seed/time.ts'
import { type Stage, settle } from '../stage.ts'

const RECEIPTS = 24
const HEADER = [
  '门店编码',
  '小票号',
  '行号',
  '导购工号',
  '会员手机号',
  '支付时间',
  '商品编码',
  '商品名称',
  '数量',
  '实付金额',
]

/** The file a till exports in the evening, with Chinese headers, through the product's own import. */
export async function importTodaysSales(stage: Stage) {
  const nowMs = stage.deps.clock.nowMs()
  const path = join(stage.folder, `POS-${dayText(nowMs)}.csv`)
  const rows = salesOf(stage, nowMs)
  writeFileSync(path, stringify([HEADER, ...rows], { bom: true }))
  const report = await importFile(stage.deps, 'orders', path, {})
  await settle(stage)
  return { file: `POS-${dayText(nowMs)}.csv`, receipts: rows.length, report }
}

/** The same receipts for the same day: importing twice shows that nothing changes. */
function salesOf({ chain, customers }: Stage, nowMs: number): (string | number)[][] {
  const day = dayText(nowMs)
  const dice = createDice(Number(day.replaceAll('-', '')))
  const buyersOf = (storeCode: string) => customers.filter((customer) => customer.storeCode === storeCode)
  const guides = chain.people.filter(({ role, storeCode }) => role === 'guide' && buyersOf(storeCode).length > 0)
  return Array.from({ length: RECEIPTS }, (_, index) => {
    const guide = dice.pick(guides)
    const buyer = dice.pick(buyersOf(guide.storeCode))
    const { code, name, priceFen } = dice.pick(PRODUCTS)
    const paidAtMs = dayStart(nowMs) + 9.5 * HOUR_MS + dice.whole(0, 30) * MINUTE_MS
    const number = `${guide.storeCode}-${day.replaceAll('-', '')}-8${String(index).padStart(4, '0')}`
    const phone = buyer.member && !dice.chance(0.1) ? buyer.member.phone : ''
    const yuan = `${Math.floor(priceFen / 100)}.${String(priceFen % 100).padStart(2, '0')}`
    const paidAt = instantText(paidAtMs).slice(0, 19).replace('T', ' ')
    return [guide.storeCode, number, 1, guide.userid, phone, paidAt, code, name, 1, yuan]
  })
}
