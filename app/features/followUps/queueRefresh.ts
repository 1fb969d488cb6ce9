import type { Tx } from '../../db/database.ts'
import type { FollowUp } from '../../db/entities/followUps.ts'
import type { Deps } from '../../deps.ts'

export interface CardCode {
  taskId: string
  /** Works for one update, within 72 h. */
  responseCode: string
}

/** The card a guide has in hand must show the same truth as the sidebar. Does nothing where no card can be updated. */
export async function queueRefresh(
  tx: Tx,
  deps: Pick<Deps, 'enqueue'>,
  row: Pick<FollowUp, 'id' | 'guideId' | 'cardTaskId' | 'cardResponseCode'>,
  clicked?: CardCode,
): Promise<void> {
  const known = row.cardTaskId && row.cardResponseCode
  const code =
    clicked ?? (known ? { taskId: row.cardTaskId ?? '', responseCode: row.cardResponseCode ?? '' } : undefined)
  if (!code) return
  await deps.enqueue(tx, {
    kind: 'followUps.refreshCard',
    payload: { followUpId: row.id, guideId: row.guideId, ...code, isClicked: clicked !== undefined },
  })
}
