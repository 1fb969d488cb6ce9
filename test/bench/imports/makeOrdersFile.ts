import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

/** What the file of a till says: orders of one to three lines, some of members, now and then a return. */
export interface FileShape {
  rows: number
  /** Numbers of orders begin here: two files of one chain do not meet. */
  firstOrder: number
  stores: number
  guides: number
  products: number
  /** Phones `13800000000` and up that are known contacts; as many again are known to nobody. */
  customers: number
  lastDay: string
}

const HEADER =
  '小票号,原小票号,行号,门店编码,渠道,销售类型,营业员,会员手机号,实付金额,下单时间,商品编码,商品名称,数量\r\n'
const DAYS = 60
const CHUNK_ROWS = 5000

/** Sorted by time as a till writes it. @returns how many orders and returns the rows come to */
export async function makeOrdersFile(path: string, shape: FileShape): Promise<{ orders: number; returns: number }> {
  const out = createWriteStream(path)
  const made = { orders: 0, returns: 0 }
  let text = HEADER
  for (let row = 0; row < shape.rows; ) {
    const order = shape.firstOrder + made.orders
    const lines = Math.min(shape.rows - row, order % 10 < 7 ? 1 : order % 10 < 9 ? 2 : 3)
    for (let line = 1; line <= lines; line += 1) text += rowOf(shape, order, line, row / shape.rows, false)
    row += lines
    made.orders += 1
    if (order % 33 === 0 && row < shape.rows) {
      text += rowOf(shape, order, 1, row / shape.rows, true)
      row += 1
      made.returns += 1
    }
    if (row % CHUNK_ROWS > 3) continue
    if (!out.write(text)) await once(out, 'drain')
    text = ''
  }
  out.end(text)
  await once(out, 'close')
  return made
}

function rowOf(shape: FileShape, order: number, line: number, progress: number, isReturn: boolean): string {
  const spread = (order * 7919) % 1_000_003
  const store = spread % shape.stores
  const guide = (store * Math.ceil(shape.guides / shape.stores) + (spread % 10)) % shape.guides
  const phone = spread % 10 < 3 ? `138${String(spread % (2 * shape.customers)).padStart(8, '0')}` : ''
  const paid = `${(spread + line * 37) % 900}.${String((spread + line) % 100).padStart(2, '0')}`
  const cells = [
    ...[
      isReturn ? `R${order}` : `N${order}`,
      isReturn ? `N${order}` : '',
      String(line),
      `S${String(store).padStart(4, '0')}`,
      '门店',
    ],
    ...[isReturn ? '退货' : '销售单', `guide.${guide}`, phone, isReturn ? `-${paid}` : paid],
    ...[timeOf(shape.lastDay, progress), `P${(spread + line) % shape.products}`, '茶 250g', '1'],
  ]
  return `${cells.join(',')}\r\n`
}

function timeOf(lastDay: string, progress: number): string {
  const lastMs = Date.parse(`${lastDay}T20:00:00Z`)
  const atMs = lastMs - Math.floor((1 - progress) * DAYS * 86_400_000)
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')
}
