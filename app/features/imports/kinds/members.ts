import type { Tx } from '../../../db/database.ts'
import { Customer, IdentityKey, Member } from '../../../db/entities/customers.ts'
import { plain, type Read, readDay, readInteger, readMobile } from '../cells.ts'
import { MEMBER_NO, MEMBER_PHONE, type Row } from '../columns.ts'
import { count, type ImportKind, type ImportRun, RowReader } from '../tally.ts'

export const membersKind: ImportKind = {
  columns: {
    member_no: MEMBER_NO,
    phone: MEMBER_PHONE,
    unionid: ['union_id'],
    external_userid: ['外部联系人ID', '客户ID', 'external_user_id'],
    name: ['姓名', '会员姓名'],
    tier: ['会员等级', '等级'],
    points: ['积分'],
    birthday: ['生日', '出生日期'],
  },
  required: ['member_no'],
  run: importMembers,
}

async function importMembers(run: ImportRun, rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    const values = readRow(run, row)
    if (!values) continue
    const { outcome, isLinkNew, owners, member } = await takeMember(run, values)
    count(run.tally, outcome)
    const atMs = run.deps.clock.nowMs()
    const contacts = isLinkNew ? await contactsOf(run.tx, member) : new Set<string>()
    const linked = member.externalUserId === null ? await linkOnly(run, member, contacts) : undefined
    for (const externalUserId of linked === undefined ? owners : [linked])
      await run.deps.emit(run.tx, { name: 'MemberChanged', externalUserId, atMs })
    for (const externalUserId of contacts)
      await run.deps.emit(run.tx, { name: 'CustomerIdentified', externalUserId, atMs })
  }
}

/** Who became a member after they became a contact: linked where one contact has its keys; two are for a person. */
async function linkOnly({ tx, deps }: ImportRun, { memberNo }: Member, contacts: Set<string>) {
  const [only] = contacts
  if (only === undefined || contacts.size > 1) return undefined
  return (await deps.linkMember(tx, only)) === memberNo ? only : undefined
}

type MemberRow = NonNullable<ReturnType<typeof readRow>>

function readRow({ tally }: ImportRun, row: Row) {
  const reader = new RowReader(row)
  const memberNo = reader.need(reader.text('member_no', '会员编号'), '会员编号')
  const phone = reader.read('phone', '手机号', readMobile)
  const unionId = reader.text('unionid', 'unionid')
  const externalUserId = reader.text('external_userid', '外部联系人ID')
  const name = reader.text('name', '姓名', 200)
  const tier = reader.text('tier', '会员等级', 32)
  const points = reader.read('points', '积分', readInteger)
  const birthday = reader.read('birthday', '生日', readBirthday)
  if (points !== undefined && Math.abs(points) > 2_147_483_647) reader.fail('积分：数字太大')
  if (!reader.settle(tally) || memberNo === undefined) return undefined
  return { memberNo, phone, unionId, externalUserId, name, tier, points, birthday }
}

/** Many members give only month and day. */
function readBirthday(text: string): Read<string> {
  const monthDay = /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain(text))
  if (!monthDay) return readDay(text)
  const [, month = '', date = ''] = monthDay
  const checked = readDay(`2000-${month}-${date}`)
  return checked.ok ? { ok: true, value: checked.value.slice(5) } : checked
}

/** What may change what is said to the customer. Points change with every purchase and ask for nothing. */
const NEWS = ['externalUserId', 'tier', 'birthday'] as const

/** An empty cell keeps what is known: a list without phones must not unlink anybody. */
async function takeMember({ tx, deps }: ImportRun, row: MemberRow) {
  const { memberNo } = row
  const phoneKey = row.phone === undefined ? undefined : deps.vault.keyOf('phone', row.phone)
  const unionKey = row.unionId === undefined ? undefined : deps.vault.keyOf('union', row.unionId)
  const known = await tx.findOneBy(Member, { memberNo })
  const birthday = row.birthday ?? known?.birthday ?? null
  const member: Member = {
    memberNo,
    phoneKey: phoneKey ?? known?.phoneKey ?? null,
    phoneSealed: known?.phoneSealed ?? null,
    unionKey: unionKey ?? known?.unionKey ?? null,
    externalUserId: row.externalUserId ?? known?.externalUserId ?? null,
    name: row.name ?? known?.name ?? '',
    tier: row.tier ?? known?.tier ?? '',
    points: row.points ?? known?.points ?? 0,
    birthday,
    birthMonthDay: birthday?.slice(-5) ?? null,
    updatedAt: known?.updatedAt ?? deps.clock.nowMs(),
  }
  const links = ['phoneKey', 'unionKey', 'externalUserId'] as const
  const isLinkNew = links.some((name) => member[name] !== (known?.[name] ?? null))
  const isNews = !known || NEWS.some((name) => member[name] !== known[name])
  // Whose card it is, and whose it was.
  const owners = isNews
    ? new Set([member.externalUserId, known?.externalUserId].filter((id) => typeof id === 'string'))
    : []
  if (known && !isLinkNew && isSame(member, known)) return { outcome: 'unchanged' as const, isLinkNew, owners, member }
  if (row.phone !== undefined && phoneKey !== known?.phoneKey) member.phoneSealed = deps.vault.seal(row.phone)
  await tx.save(tx.create(Member, { ...member, updatedAt: deps.clock.nowMs() }))
  return { outcome: known ? ('changed' as const) : ('added' as const), isLinkNew, owners, member }
}

function isSame(a: Member, b: Member): boolean {
  return (['name', 'tier', 'points', 'birthday'] as const).every((name) => a[name] === b[name])
}

/** The contacts this member row speaks of, by any of its keys. */
async function contactsOf(tx: Tx, { externalUserId, unionKey, phoneKey }: Member): Promise<Set<string>> {
  const found = new Set<string>()
  if (externalUserId !== null && (await tx.existsBy(Customer, { externalUserId }))) found.add(externalUserId)
  if (unionKey !== null) {
    for (const contact of await tx.findBy(Customer, { unionKey })) found.add(contact.externalUserId)
  }
  if (phoneKey !== null) {
    for (const key of await tx.findBy(IdentityKey, { kind: 'phone', keyHash: phoneKey })) found.add(key.externalUserId)
  }
  return found
}
