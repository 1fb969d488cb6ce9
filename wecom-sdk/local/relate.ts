import type { Relation } from './records/people.ts'
import { pairKey, type World } from './world.ts'

export interface NewRelation {
  userid: string
  externalUserId: string
  addWay: number
  operUserid: string
  state?: string | undefined
  half?: boolean | undefined
  remarkMobiles?: string[] | undefined
}

/** Makes (or renews) the relation of a pair; `createtime` is that of the newest one. */
export function relate(world: World, input: NewRelation): Relation {
  const now = world.clock.nowMs()
  const relation: Relation = {
    userid: input.userid,
    externalUserId: input.externalUserId,
    createdAtMs: now,
    half: input.half ?? false,
    deletedByCustomer: false,
    remark: world.state.contacts.get(input.externalUserId)?.name ?? '',
    description: '',
    remarkMobiles: input.remarkMobiles ?? [],
    remarkCorpName: '',
    tagIds: [],
    personalTags: [],
    addWay: input.addWay,
    operUserid: input.operUserid,
    chatting: false,
    lastTouchMs: now,
    ...(input.state === undefined ? {} : { state: input.state }),
  }
  const key = pairKey(input.userid, input.externalUserId)
  world.state.relations.set(key, relation)
  world.state.everRelated.add(key)
  return relation
}
