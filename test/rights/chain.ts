import { createHmac } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importFile } from '../../app/boot/importFile.ts'
import type { FollowUpView } from '../../app/features/followUps/contract.ts'
import type { ImportKindName } from '../../app/features/imports/contract.ts'
import type { Browser, TestApp } from '../support/app.ts'

/** Two regions with everything in them twice: what one side owns is foreign to the other. */
export const ROLES = [
  'anonymous',
  'former',
  'eastGuide',
  'eastColleague',
  'nextGuide',
  'westGuide',
  'movedGuide',
  'movedManager',
  'eastManager',
  'nextManager',
  'westManager',
  'eastRegion',
  'westRegion',
  'operator',
] as const
export type RoleName = (typeof ROLES)[number]

/** Everything of one side that a request can name. `word` is in every name and text of it, and nowhere else. */
export interface Subject {
  word: string
  guideUserId: string
  storeCode: string
  regionCode: string
  externalUserId: string
  chatId: string
  orderNo: string
  phone: string
  tagId: string
  followUpIds: number[]
  /** A follow-up that asks something, and an answer that troubles nobody. */
  asked: { followUpId: number; ask: string; answer: string }
  /** Open, of the second customer. */
  complaintId: number
}

export interface Chain {
  app: TestApp
  east: Subject
  west: Subject
  as: Record<RoleName, Browser>
}

interface Side {
  /** In every id of the side; `word` is in every name and text that is shown. */
  id: string
  word: string
  region: string
  store: string
  guide: RoleName
  phone: string
}

const SIDES = {
  east: { id: 'Dongfang', word: 'Dongfang', region: 'E', store: 'E1', guide: 'eastGuide', phone: '13800000001' },
  west: { id: 'Xibu', word: 'Xibu', region: 'W', store: 'W1', guide: 'westGuide', phone: '13900000002' },
} as const satisfies Record<string, Side>
const day = '2026-01-01'
type Marks = Record<keyof typeof SIDES, string>

const postsOf = (mark: Marks): Record<Exclude<RoleName, 'anonymous'>, string> => ({
  former: `离职甲,E1,guide,skilled,,${day}`,
  eastGuide: `${mark.east}导购,E1,guide,skilled,,${day}`,
  eastColleague: `同店,E1,guide,skilled,,${day}`,
  nextGuide: `邻店,E2,guide,skilled,,${day}`,
  westGuide: `${mark.west}导购,W1,guide,skilled,,${day}`,
  movedGuide: `调店,E1,guide,skilled,,${day}`,
  movedManager: `前店长,E1,store_manager,gold,,${day}`,
  eastManager: `店长一,E1,store_manager,gold,,${day}`,
  nextManager: `店长二,E2,store_manager,gold,,${day}`,
  westManager: `店长三,W1,store_manager,gold,,${day}`,
  eastRegion: `区经一,,region_manager,gold,E,${day}`,
  westRegion: `区经二,,region_manager,gold,W,${day}`,
  operator: `运营,,operator,gold,,${day}`,
})
const filesOf = (mark: Marks): [ImportKindName, string[]][] => [
  ['regions', ['code,name,parent_code', 'CN,全国,', `E,${mark.east}大区,CN`, `W,${mark.west}大区,CN`]],
  [
    'stores',
    ['store_code,name,region_code', `E1,${mark.east}店,E`, 'E2,邻居店,E', `W1,${mark.west}店,W`, 'W2,西邻店,W'],
  ],
  [
    'guides',
    [
      'userid,name,store_code,role,level,region_code,from_date',
      ...Object.entries(postsOf(mark)).map(([userId, post]) => `${userId},${post}`),
    ],
  ],
  ['products', ['product_code,name,category,cycle_days', 'P1,白茶,tea,60']],
]

/** Fills the chain through the product's own doors: imports, WeCom, signed hooks, guides' own requests. */
export async function plantChain(app: TestApp, words: Partial<Marks> = {}): Promise<Chain> {
  const mark = { east: SIDES.east.word, west: SIDES.west.word, ...words }
  for (const [kind, lines] of filesOf(mark)) await importLines(app, kind, lines)
  for (const [userid, post] of Object.entries(postsOf(mark)))
    app.local.addMember({ userid, name: post.split(',')[0] ?? '' })
  const as = { anonymous: app.anonymous } as Record<RoleName, Browser>
  for (const role of ROLES) if (role !== 'anonymous') as[role] = await app.signIn(role)
  const east = await plantSide(app, as, { ...SIDES.east, word: mark.east })
  const west = await plantSide(app, as, { ...SIDES.west, word: mark.west })
  await movePeople(app)
  return { app, as, east, west }
}

/** Sessions begun before stay in these people's browsers. */
async function movePeople(app: TestApp): Promise<void> {
  const from = '2026-11-21'
  await importLines(app, 'guides', [
    'userid,name,store_code,role,level,region_code,from_date',
    `movedGuide,调店,W1,guide,skilled,,${from}`,
    `movedManager,前店长,W1,guide,skilled,,${from}`,
  ])
  const left = { MsgType: 'event', Event: 'change_contact', ChangeType: 'delete_user', UserID: 'former' }
  app.local.delivery.emit({ from: 'sys', createdAtMs: app.clock.nowMs(), fields: Object.entries(left) })
  await app.settle()
}

async function plantSide(app: TestApp, as: Record<RoleName, Browser>, side: Side): Promise<Subject> {
  const { id, word, guide, store, phone } = side
  const { local } = app
  const externalUserId = `wm${id}1`
  const tags = local.consoleAddsTags({ name: `${word}标签组`, tags: [`${word}标签`] })
  local.customerAdds({ userid: guide, externalUserId, name: `${word}客户`, addWay: 1 })
  local.customerAdds({ userid: guide, externalUserId: `wm${id}2`, name: `${word}另一位`, addWay: 1 })
  const { chatId } = local.createGroup({
    chatId: `wr${id}`,
    name: `${word}群`,
    owner: guide,
    members: [externalUserId],
  })
  await app.settle()
  await importLines(app, 'members', [
    'member_no,phone,external_userid,name,tier,points',
    `M${id},${phone},${externalUserId},${word}会员,${word}卡,77`,
  ])
  await importLines(app, 'groups', ['store_code,chat_id,from_date', `${store},${chatId},${day}`])
  const orderNo = `${id}-0001`
  const buyer = { phone, externalUserId }
  const order = orderOf({ orderNo, storeCode: store, buyer, servedByGuide: guide, name: `${word}白茶` })
  const taken = await postSigned(app, '/hooks/orders', order)
  if (taken.status !== 200) throw new Error(`order: ${await taken.text()}`)
  const text = `${word}笔记`
  const noted = await as[guide].post(`/api/customers/${externalUserId}/notes`, { clientKey: `key-note-${id}`, text })
  if (noted.status !== 200) throw new Error(`note: ${await noted.text()}`)
  await app.settle()
  const rows: { id: number }[] = await app.deps.db.read.query(
    `SELECT id FROM follow_ups WHERE external_user_id = ? AND state IN ('planned', 'due') ORDER BY id`,
    [externalUserId],
  )
  const tagId = tags.tags[0]?.id ?? ''
  const followUpIds = rows.map(({ id }) => id)
  const codes = { storeCode: store, regionCode: side.region, guideUserId: guide }
  const asked = await findAsked(as[guide], followUpIds)
  const complaintId = await complain(as[guide], `wm${id}2`, `${word}投诉`)
  await app.settle()
  return { word, ...codes, externalUserId, chatId, orderNo, phone, tagId, followUpIds, asked, complaintId }
}

async function findAsked(guide: Browser, followUpIds: readonly number[]): Promise<Subject['asked']> {
  for (const followUpId of followUpIds) {
    const view = (await (await guide.get(`/api/follow-ups/${followUpId}`)).json()) as FollowUpView
    const ask = view.asks[0]
    if (ask) return { followUpId, ask: ask.id, answer: ask.answers[0]?.id ?? '' }
  }
  throw new Error('no follow-up asks anything')
}

async function complain(guide: Browser, externalUserId: string, body: string): Promise<number> {
  const words = { clientKey: `key-complaint-${externalUserId}`, kind: 'damaged', body }
  const opened = await guide.post(`/api/customers/${externalUserId}/complaints`, words)
  if (opened.status !== 200) throw new Error(`complaint: ${await opened.text()}`)
  return ((await opened.json()) as { complaint: { id: number } }).complaint.id
}

interface OrderWish {
  orderNo: string
  storeCode?: string
  buyer?: Record<string, string>
  servedByGuide?: string
  name?: string
}

export function orderOf({ orderNo, storeCode = 'E1', buyer, servedByGuide, name = '白茶 250g' }: OrderWish) {
  const at = '2026-11-21T09:00:00+08:00'
  const line = { lineNo: '1', productCode: 'P1', name, quantity: 1, paidFen: 19_900 }
  return {
    source: 'pos-east',
    orderNo,
    channel: 'offline',
    storeCode,
    orderedAt: at,
    paidAt: at,
    delivery: 'pickup',
    ...(buyer ? { buyer } : {}),
    lines: [{ ...line, ...(servedByGuide ? { servedByGuide } : {}) }],
  }
}

export interface Signing {
  secret?: string
  /** Seconds off the product's clock. */
  skewSeconds?: number
  signature?: string
}

/** A signed body as an order system sends it; `body` may be text that is no JSON at all. */
export function postSigned(app: TestApp, path: string, body: unknown, signing: Signing = {}): Promise<Response> {
  const raw = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  const timestamp = String(Math.floor(app.clock.nowMs() / 1000) + (signing.skewSeconds ?? 0))
  const secret = signing.secret ?? app.secrets.intake['pos-east'] ?? ''
  const signature =
    signing.signature ?? `sha256=${createHmac('sha256', secret).update(`${timestamp}.`).update(raw).digest('hex')}`
  const headers = { 'x-huitouke-timestamp': timestamp, 'x-huitouke-signature': signature }
  return fetch(app.url + path, { method: 'POST', headers, body: raw })
}

/** Imports a CSV of these lines; any fault is the test's own. */
export async function importLines(app: TestApp, kind: ImportKindName, lines: string[]): Promise<void> {
  const report = await importText(app, kind, lines.join('\n'))
  if (report.faults.length > 0) throw new Error(`${kind}: ${JSON.stringify(report.faults)}`)
}

export async function importText(app: TestApp, kind: ImportKindName, text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'huitouke-import-'))
  try {
    const path = join(folder, `${kind}.csv`)
    await writeFile(path, text)
    return await importFile(app.deps, kind, path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
