import { stringify } from 'csv-stringify/sync'
import writeXlsxFile, { type SheetData } from 'write-excel-file/node'
import type { Leaderboard, LeaderboardRow } from './contract.ts'

type Cell = string | number

const COLUMNS: { title: string; read: (row: LeaderboardRow) => Cell }[] = [
  { title: '名次', read: (row) => row.rank ?? '新入职' },
  { title: '导购', read: (row) => row.guideName },
  { title: '导购账号', read: (row) => row.guideUserId },
  { title: '门店编码', read: (row) => row.storeCode ?? '' },
  { title: '门店', read: (row) => row.storeName ?? '' },
  { title: '净业绩（元）', read: (row) => yuan(row.netFen) },
  { title: '线上（元）', read: (row) => yuan(row.onlineFen) },
  { title: '门店（元）', read: (row) => yuan(row.offlineFen) },
  { title: '退款（元）', read: (row) => yuan(row.refundFen) },
  { title: '订单数', read: (row) => row.orders },
  { title: '新客', read: (row) => row.newCustomers },
  { title: '流失', read: (row) => row.lostCustomers },
  { title: '应跟进', read: (row) => row.followUpsDue },
  { title: '已跟进', read: (row) => row.followUpsDone },
  { title: '及时跟进', read: (row) => row.followUpsOnTime },
]

/** Amounts leave as exact decimals, cut from the digits of the fen. */
function yuan(fen: number): number {
  const digits = Math.abs(fen).toString().padStart(3, '0')
  return Number(`${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`)
}

/** A text that a spreadsheet would run as a formula is led by an apostrophe; numbers of ours are no text. */
function defuse(cell: Cell): Cell {
  return typeof cell === 'string' && /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell
}

function tableOf(board: Leaderboard): Cell[][] {
  const { totals } = board
  const blank = (title: string, fen: number): Cell[] => ['', title, '', '', '', yuan(fen)]
  return [
    COLUMNS.map((column) => column.title),
    ...board.rows.map((row) => COLUMNS.map((column) => defuse(column.read(row)))),
    blank('门店池', totals.storePoolFen),
    blank('待归属', totals.unattributedFen),
    blank('净销售合计', totals.netSalesFen),
  ].map((cells) => [...cells, ...Array<Cell>(COLUMNS.length - cells.length).fill('')])
}

/** CSV as Excel in China opens it: UTF-8 with BOM, CRLF. */
export function leaderboardCsv(board: Leaderboard): Buffer {
  const cast = {
    number: (value: number, context: { column?: string | number }) => money(value, Number(context.column)),
  }
  return Buffer.from(stringify(tableOf(board), { bom: true, record_delimiter: 'windows', cast }), 'utf8')
}

function money(value: number, column: number): string {
  return column >= 5 && column <= 8 ? value.toFixed(2) : String(value)
}

export async function leaderboardXlsx(board: Leaderboard): Promise<Buffer> {
  const sheet: SheetData = tableOf(board).map((cells) =>
    cells.map((value, column) =>
      typeof value === 'number'
        ? { value, type: Number, format: column >= 5 && column <= 8 ? '#,##0.00' : '0' }
        : { value, type: String },
    ),
  )
  return writeXlsxFile(sheet).toBuffer()
}

/** `导购榜_华东_2026-11.csv`; a period of several months names its days. */
export function exportName(scopeName: string, { from, to }: Leaderboard, extension: 'csv' | 'xlsx'): string {
  const period = from.slice(0, 7) === to.slice(0, 7) ? from.slice(0, 7) : `${from}_${to}`
  return `导购榜_${scopeName.replace(/[\\/:*?"<>|\p{Cc}]/gu, '')}_${period}.${extension}`
}

/** RFC 5987: the Chinese name for browsers, a plain one for the rest. */
export function attachment(name: string, extension: 'csv' | 'xlsx'): string {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="leaderboard.${extension}"; filename*=UTF-8''${encoded}`
}
