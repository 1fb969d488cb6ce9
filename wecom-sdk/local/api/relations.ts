import { ApiRefusal } from '../errors.ts'
import type { Relation } from '../records/people.ts'
import { findRelation, type World } from '../world.ts'

/** The pair must be fully related; a half-added customer and a removed one answer 84061 alike. */
export function fullRelation(world: World, userid: string, externalUserId: string): Relation {
  if (!world.state.contacts.has(externalUserId)) throw new ApiRefusal(40096)
  const relation = findRelation(world, userid, externalUserId)
  if (!relation || relation.half) throw new ApiRefusal(84061)
  return relation
}
