import { CorpTag } from '../../../db/entities/customers.ts'
import { SegmentRun } from '../../../db/entities/outreach.ts'
import type { Deps } from '../../../deps.ts'
import type { Playbook } from '../../../domain/followUps/playbook.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import type { RunInput } from '../contract.ts'
import { narrowToReach } from '../queries.ts'
import { isForSegments } from '../sentences.ts'
import { insertRun } from '../store.ts'

/**
 * Makes the whole result of a filter into follow-ups or a tag. The work is done by jobs, batch after batch; the same
 * `clientKey` starts it once.
 * @throws AppError CONFLICT for a known key with other content, NOT_FOUND for an unknown tag, RULE for a playbook
 * that is not for segments, an unknown set, or one that speaks of a purchase or complaint
 */
export async function startRun(
  deps: Deps,
  playbooks: readonly Playbook[],
  actor: Actor,
  input: RunInput,
): Promise<SegmentRun> {
  const filter = narrowToReach(input.filter, actor.reach)
  await checkAction(deps, playbooks, input)
  const { kind, ...details } = input.action
  const action = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined))
  const run = {
    clientKey: input.clientKey,
    kind,
    name: input.name,
    filter: { ...filter },
    action,
    state: 'running' as const,
    matched: 0,
    reached: 0,
    createdBy: actor.userId,
    at: deps.clock.nowMs(),
    doneAt: null,
  }
  await deps.db.transaction(async (tx) => {
    const runId = await insertRun(tx, run)
    if (runId !== undefined) await deps.enqueue(tx, { kind: 'segments.run', payload: { runId, after: '' } })
  })
  const stored = await deps.db.read.findOneByOrFail(SegmentRun, { clientKey: input.clientKey })
  if (!isSame(stored, run)) throw new AppError('CONFLICT')
  return stored
}

async function checkAction(deps: Deps, playbooks: readonly Playbook[], { action }: RunInput): Promise<void> {
  if (action.kind === 'tag') {
    const tag = await deps.db.read.findOneBy(CorpTag, { tagId: action.tagId, isDeleted: false })
    if (!tag) throw new AppError('NOT_FOUND', undefined, '没有这个标签')
    return
  }
  const playbook = playbooks.find(({ id }) => id === action.playbookId)
  if (playbook?.trigger.on !== 'segment') throw new AppError('RULE', undefined, '这个跟进方案不是给人群用的')
  const { talkTrackSet } = action
  if (talkTrackSet === undefined) return
  if (!deps.talkTracks.all().some(({ set }) => set === talkTrackSet))
    throw new AppError('RULE', undefined, '没有这组话术')
  if (!isForSegments(talkTrackSet)) throw new AppError('RULE', undefined, '这组话术只对特定的客户说，不能用于人群')
}

type Asked = Pick<SegmentRun, 'kind' | 'name' | 'filter' | 'action' | 'createdBy'>

function isSame(stored: Asked, asked: Asked): boolean {
  const textOf = ({ kind, name, filter, action, createdBy }: Asked) =>
    JSON.stringify([kind, name, createdBy, sorted(filter), sorted(action)])
  return textOf(stored) === textOf(asked)
}

const sorted = (object: object) => Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))
