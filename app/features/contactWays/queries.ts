import type { EntityManager } from 'typeorm'
import type { ContactWay } from '../../db/entities/org.ts'
import type { Actor } from '../../http/actor.ts'
import type { ContactWayRow } from './contract.ts'

export type ContactWayFact = Pick<ContactWay, 'state' | 'kind' | 'guideId' | 'storeCode' | 'campaign' | 'chatId'>

const COLUMNS = 'state, kind, guide_id AS guideId, store_code AS storeCode, campaign, chat_id AS chatId'

/** The way behind a state token. WeCom hands tokens back as they were given; unknown ones belong to somebody else. */
export async function contactWayByState(read: EntityManager, state: string): Promise<ContactWayFact | undefined> {
  const rows: ContactWayFact[] = await read.query(`SELECT ${COLUMNS} FROM contact_ways WHERE state = ?`, [state])
  return rows[0]
}

interface ListedRow {
  state: string
  kind: 'guide' | 'group'
  guideUserId: string | null
  guideName: string | null
  storeCode: string
  storeName: string | null
  campaign: string
  chatId: string | null
  qrCode: string | null
}

/** A guide's own QRs of the stores they work in today, and those of every store in reach. Codes of customers are theirs. */
export async function contactWaysFor(read: EntityManager, actor: Actor): Promise<ContactWayRow[]> {
  const { reach, storeCodes } = actor
  const own = inStores(storeCodes)
  const inReach = reach.kind === 'all' ? '1 = 1' : inStores(reach.kind === 'stores' ? reach.storeCodes : [])
  const codes = [...storeCodes, ...(reach.kind === 'stores' ? reach.storeCodes : [])]
  const rows: ListedRow[] = await read.query(
    `SELECT w.state AS state, w.kind AS kind, g.user_id AS guideUserId, g.name AS guideName, w.store_code AS storeCode,
       s.name AS storeName, w.campaign AS campaign, w.chat_id AS chatId, w.qr_code AS qrCode
     FROM contact_ways w LEFT JOIN guides g ON g.id = w.guide_id LEFT JOIN stores s ON s.code = w.store_code
     WHERE w.is_retired = 0 AND w.kind <> 'referral' AND ((w.guide_id = ? AND ${own}) OR ${inReach}) ORDER BY w.store_code, w.kind, g.user_id, w.campaign`,
    [actor.guideId, ...codes],
  )
  return rows.map((row) => ({ ...row, storeName: row.storeName ?? row.storeCode }))
}

function inStores(codes: readonly string[]): string {
  return codes.length > 0 ? `w.store_code IN (${codes.map(() => '?').join(', ')})` : '1 = 0'
}
