import type { EntityManager } from 'typeorm'
import type { ContactWay } from '../../db/entities/org.ts'

export type ContactWayFact = Pick<ContactWay, 'state' | 'kind' | 'guideId' | 'storeCode' | 'campaign' | 'chatId'>

const COLUMNS = 'state, kind, guide_id AS guideId, store_code AS storeCode, campaign, chat_id AS chatId'

/** The way behind a state token. WeCom hands tokens back as they were given; unknown ones belong to somebody else. */
export async function contactWayByState(read: EntityManager, state: string): Promise<ContactWayFact | undefined> {
  const rows: ContactWayFact[] = await read.query(`SELECT ${COLUMNS} FROM contact_ways WHERE state = ?`, [state])
  return rows[0]
}
