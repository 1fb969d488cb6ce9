import type { EntityManager } from 'typeorm'
import type { BindingSource, Customer, CustomerRelation } from '../../db/entities/customers.ts'
import { NEWEST, page, type SideRow, TIME_LINE } from './timelineQueries.ts'

/** The customer as one member of staff meets them: their relation, the open binding, and contacts of today. */
export interface CustomerHead {
  externalUserId: string
  name: string
  avatar: string
  stage: Customer['stage']
  stageSinceAt: number
  firstAddedAt: number
  relationState: CustomerRelation['state'] | null
  addedAt: number | null
  remark: string | null
  boundGuideId: number | null
  boundGuideName: string | null
  boundStoreCode: string | null
  boundStoreName: string | null
  boundFromAt: number | null
  boundSource: BindingSource | null
  boundRelationState: CustomerRelation['state'] | null
  contactedToday: number
}

export async function customerHead(
  read: EntityManager,
  ask: { externalUserId: string; guideId: number; dayStartMs: number },
): Promise<CustomerHead | undefined> {
  const rows: CustomerHead[] = await read.query(
    `SELECT c.external_user_id AS externalUserId, c.name AS name, c.avatar AS avatar, c.stage AS stage,
       c.stage_since_at AS stageSinceAt, c.first_added_at AS firstAddedAt,
       r.state AS relationState, r.added_at AS addedAt, r.remark AS remark,
       b.guide_id AS boundGuideId, g.name AS boundGuideName, b.store_code AS boundStoreCode, s.name AS boundStoreName,
       b.from_at AS boundFromAt, b.source AS boundSource, br.state AS boundRelationState,
       (SELECT COUNT(*) FROM send_records x WHERE x.external_user_id = c.external_user_id AND x.result = 'ok'
          AND x.at >= ?) AS contactedToday
     FROM customers c
     LEFT JOIN customer_relations r ON r.external_user_id = c.external_user_id AND r.guide_id = ?
     LEFT JOIN bindings b ON b.open_key = c.external_user_id
     LEFT JOIN customer_relations br ON br.external_user_id = c.external_user_id AND br.guide_id = b.guide_id
     LEFT JOIN guides g ON g.id = b.guide_id
     LEFT JOIN stores s ON s.code = b.store_code
     WHERE c.external_user_id = ?`,
    [ask.dayStartMs, ask.guideId, ask.externalUserId],
  )
  return rows[0]
}

export interface MemberRow {
  memberNo: string
  tier: string
  points: number
  birthday: string | null
  phoneSealed: string | null
  linkedTo: string | null
}

/** Members that are this contact, or may be: linked, or under one of the contact's keys and nobody else's. */
export async function membersOf(read: EntityManager, externalUserId: string): Promise<MemberRow[]> {
  const columns = `m.member_no AS memberNo, m.tier AS tier, m.points AS points, m.birthday AS birthday,
    m.phone_sealed AS phoneSealed, m.external_user_id AS linkedTo`
  const byKey = (kind: string, column: string) =>
    `SELECT ${columns} FROM identity_keys k JOIN members m ON m.${column} = k.key_hash
     WHERE k.external_user_id = ? AND k.kind = '${kind}' AND m.external_user_id IS NULL`
  return read.query(
    `SELECT ${columns} FROM members m WHERE m.external_user_id = ?
     UNION ${byKey('phone', 'phone_key')} UNION ${byKey('union', 'union_key')} UNION ${byKey('member', 'member_no')}
     ORDER BY memberNo LIMIT 10`,
    [externalUserId, externalUserId, externalUserId, externalUserId],
  )
}

const MOST_TAGS = 60

interface SideAsk {
  externalUserId: string
  /** Whose notes and tags: the actor's own. */
  guideId: number
  /** Tags belong to a pair; a manager is shown those of the guide the customer is bound to. */
  tagGuideId: number
  beforeMs: number
}

/** Tags, notes and the time line of the first screen, in one query. */
export async function sideRows(read: EntityManager, ask: SideAsk): Promise<SideRow[]> {
  const { externalUserId, guideId, tagGuideId, beforeMs } = ask
  const tags = page(
    'tags',
    `SELECT 'tag' AS part, CASE WHEN ct.tag_id IS NULL THEN 0 ELSE 1 END AS id, t.sort AS at, t.tag_id AS kind,
       t.name AS a, t.group_name AS b, 0 AS n
     FROM corp_tags t LEFT JOIN customer_tags ct ON ct.tag_id = t.tag_id AND ct.external_user_id = ? AND ct.guide_id = ?
     WHERE t.is_deleted = 0`,
    'id DESC, at DESC, kind',
    MOST_TAGS,
  )
  const notes = page(
    'notes',
    `SELECT 'note' AS part, n.id AS id, n.created_at AS at, g.name AS kind, n.body AS a,
       CASE WHEN n.guide_id = ? THEN 'mine' ELSE '' END AS b, n.is_shared AS n
     FROM customer_notes n LEFT JOIN guides g ON g.id = n.guide_id
     WHERE n.external_user_id = ? AND (n.guide_id = ? OR n.is_shared = 1)`,
    NEWEST,
    20,
  )
  return read.query([tags, notes, ...TIME_LINE].join(' UNION ALL '), [
    externalUserId,
    tagGuideId,
    guideId,
    externalUserId,
    guideId,
    ...TIME_LINE.flatMap(() => [externalUserId, beforeMs]),
  ])
}
