import type { TemplateCard } from 'wecom-sdk'
import type { Deps } from '../../deps.ts'
import { listCard } from '../../talkTracks/noticeCard.ts'
import { openTodayInShort } from '../followUps/queries.ts'
import { type DigestParts, guidePage } from './parts.ts'

/** 「6 位待跟进」 with the first three by name; undefined when nobody waits today. */
export async function guideDigestCard(
  deps: Deps,
  { cardTexts }: Pick<DigestParts, 'cardTexts'>,
  guideId: number,
  taskId?: string,
): Promise<TemplateCard | undefined> {
  const rows = await openTodayInShort(deps, guideId)
  return rows.length === 0 ? undefined : listCard(cardTexts, 'digest', { url: guidePage(deps), rows, taskId })
}
