import type { TemplateCard } from 'wecom-sdk'
import type { Deps } from '../../deps.ts'
import type { Actor } from '../../http/actor.ts'
import { noticeCard } from '../../talkTracks/noticeCard.ts'
import { countCorrectionsFor, countOpenObjections } from '../creditCases/queries.ts'
import { countOpenMatters } from '../exceptions/queries.ts'
import { boardPage, type DigestParts } from './parts.ts'

/** What waits for an operator, as counts: no names and no amounts. Undefined for everybody else, and when nothing waits. */
export async function officeDigestCard(
  deps: Deps,
  { cardTexts }: Pick<DigestParts, 'cardTexts'>,
  actor: Actor,
  taskId?: string,
): Promise<TemplateCard | undefined> {
  if (actor.role !== 'operator') return undefined
  const { read } = deps.db
  const waiting = [
    { name: 'corrections', page: 'corrections', count: await countCorrectionsFor(read, actor) },
    { name: 'objections', page: 'disputes', count: await countOpenObjections(read, actor) },
    { name: 'exceptions', page: 'exceptions', count: await countOpenMatters(read) },
  ].filter(({ count }) => count > 0)
  if (waiting.length === 0) return undefined
  const text = (name: string, count = 0) => cardTexts.text('office', name, { count: String(count) })
  return noticeCard(cardTexts, 'office', {
    facts: { total: String(waiting.reduce((sum, { count }) => sum + count, 0)) },
    rows: waiting.map(({ name, count }) => ({ key: text(`${name}Key`), value: text(name, count) })),
    jumps: waiting.map(({ name, page }) => ({ title: text(`${name}Jump`), url: boardPage(deps, page) })),
    url: boardPage(deps, waiting[0]?.page),
    taskId,
  })
}
