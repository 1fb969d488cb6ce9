import { WeComError } from 'wecom-sdk'
import { CorpTag } from '../../../db/entities/customers.ts'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { guideById } from '../../staff/queries.ts'
import type { CustomerHead } from '../panelQueries.ts'
import { tagGuideOf } from '../policy.ts'
import { tellOnce } from '../store.ts'
import { keepTagName, retireTags, setTag } from '../tagStore.ts'

export interface TagChange {
  externalUserId: string
  tagId: string
  isOn: boolean
}

/**
 * Shows the tag at once and leaves the write to WeCom to a job. Tags belong to a pair: a manager who is no friend of
 * the customer changes those of the guide the customer is bound to.
 * @returns whose tags they are
 */
export async function changeTag(deps: Deps, actor: Actor, head: CustomerHead, change: TagChange): Promise<number> {
  const { externalUserId, tagId, isOn } = change
  const guideId = tagGuideOf(actor, head)
  const guide = await guideById(deps.db.read, guideId)
  if (!guide) throw new AppError('NOT_FOUND')
  const at = deps.clock.nowMs()
  await deps.db.transaction(async (tx) => {
    const tag = await tx.findOneBy(CorpTag, { tagId, isDeleted: false })
    if (!tag) throw new AppError('NOT_FOUND')
    await setTag(tx, externalUserId, guideId, tagId, isOn)
    const kind = isOn ? 'tag_on' : 'tag_off'
    const onceKey = `tag:${guideId}:${tagId}:${at}:${externalUserId}`.slice(0, 160)
    await tellOnce(tx, { externalUserId, kind, guideId: actor.guideId, at, data: { tag: tag.name }, onceKey })
    await deps.enqueue(tx, { kind: 'customers.markTag', payload: { ...change, guideId, userId: guide.userId } })
  })
  return guideId
}

export interface TagOrder extends TagChange {
  guideId: number
  userId: string
  /** Asked for by a run over many customers, under this name: nothing is shown before WeCom has it. */
  toldAs?: string | undefined
}

/** An absolute write: repeating it is harmless. What WeCom refuses for good is taken back here too. */
export async function markTag(deps: Deps, order: TagOrder, job: JobRun): Promise<string> {
  const { userId, externalUserId, tagId, isOn, guideId } = order
  try {
    await deps.wecom.markTag({
      userid: userId,
      external_userid: externalUserId,
      ...(isOn ? { add_tag: [tagId] } : { remove_tag: [tagId] }),
    })
    if (order.toldAs !== undefined) await keepTagOfRun(deps, order, order.toldAs, job)
    return 'marked'
  } catch (error) {
    if (!(error instanceof WeComError) || (error.meaning !== 'no_relation' && error.meaning !== 'tag_unknown'))
      throw error
    await deps.db.transaction(async (tx) => {
      await setTag(tx, externalUserId, guideId, tagId, !isOn)
      await job.settle(tx, error.meaning)
    })
    return error.meaning
  }
}

async function keepTagOfRun(deps: Deps, order: TagOrder, runName: string, job: JobRun): Promise<void> {
  const { externalUserId, guideId, tagId, isOn } = order
  const tag = await deps.db.read.findOneBy(CorpTag, { tagId })
  await deps.db.transaction(async (tx) => {
    await setTag(tx, externalUserId, guideId, tagId, isOn)
    const data = { tag: tag?.name ?? '', by: runName }
    const kind = isOn ? 'tag_on' : 'tag_off'
    await tellOnce(tx, { externalUserId, kind, guideId, at: deps.clock.nowMs(), data, onceKey: `tag:job:${job.id}` })
    await job.settle(tx, 'marked')
  })
}

/** Reads the corp's tags again: their events say an id and no more, and a deleted group says nothing of its tags. */
export async function syncTags(deps: Deps): Promise<string> {
  const groups = await deps.wecom.getCorpTagList()
  const tags = groups.flatMap((group) => group.tag.map((tag) => ({ ...tag, groupName: group.group_name })))
  await deps.db.transaction(async (tx) => {
    for (const { id, name, groupName, order } of tags) await keepTagName(tx, id, name, groupName, order ?? 0)
    const there = new Set(tags.map(({ id }) => id))
    await retireTags(tx, there)
  })
  return `${tags.length} tags`
}
