import { z } from 'zod'
import { ApiRefusal } from '../errors.ts'
import type { Contact, Relation } from '../records/people.ts'
import { findMember, seconds, type World } from '../world.ts'
import { contactMember } from './addressBook.ts'
import { type ApiCall, type Endpoints, getEndpoint, postEndpoint, queryOf } from './endpoint.ts'
import { pageOf } from './paging.ts'
import { fullRelation } from './relations.ts'
import { tagsOf } from './tags.ts'

function presentContact(contact: Contact) {
  const { externalUserId, name, avatar, type, gender, unionid } = contact
  return { external_userid: externalUserId, name, avatar, type, gender, ...(unionid === undefined ? {} : { unionid }) }
}

function presentFollow(relation: Relation) {
  return {
    userid: relation.userid,
    remark: relation.remark,
    description: relation.description,
    createtime: seconds(relation.createdAtMs),
    remark_mobiles: relation.remarkMobiles,
    add_way: relation.addWay,
    oper_userid: relation.operUserid,
    ...(relation.remarkCorpName === '' ? {} : { remark_corp_name: relation.remarkCorpName }),
    ...(relation.state === undefined ? {} : { state: relation.state }),
  }
}

const relationsOf = (world: World): Relation[] => [...world.state.relations.values()].filter(({ half }) => !half)

const isVisible = (world: World, userid: string): boolean => findMember(world, userid)?.visible === true

const batchBody = z.object({
  userid_list: z.array(z.string()).min(1).max(100),
  cursor: z.string().optional(),
  limit: z.number().int().min(1).max(100).default(50),
})

const remarkBody = z.object({
  userid: z.string(),
  external_userid: z.string(),
  remark: z.string().max(20).optional(),
  description: z.string().max(150).optional(),
  remark_company: z.string().max(20).optional(),
  remark_mobiles: z.array(z.string()).optional(),
})

function listOf(call: ApiCall) {
  const { userid } = contactMember(call, queryOf(call, 'userid'))
  const mine = relationsOf(call.world).filter((relation) => relation.userid === userid)
  // A guide without customers is an error here, not an empty list.
  if (mine.length === 0) throw new ApiRefusal(84061)
  return { external_userid: mine.map(({ externalUserId }) => externalUserId) }
}

function detailsOf(call: ApiCall) {
  const externalUserId = queryOf(call, 'external_userid')
  const contact = call.world.state.contacts.get(externalUserId)
  if (!contact) throw new ApiRefusal(40096)
  const followers = relationsOf(call.world)
    .filter((relation) => relation.externalUserId === externalUserId)
    .filter(({ userid }) => isVisible(call.world, userid))
  if (followers.length === 0) throw new ApiRefusal(84061)
  const page = pageOf(call.world, followers, call.query.get('cursor') ?? undefined, 500)
  const follow_user = page.rows.map((relation) => ({ ...presentFollow(relation), tags: tagsOf(call.world, relation) }))
  return { external_contact: presentContact(contact), follow_user, ...(page.cursor.next_cursor ? page.cursor : {}) }
}

function batchOf(call: ApiCall, body: z.output<typeof batchBody>) {
  const { world } = call
  const userids = new Set(body.userid_list.map((userid) => contactMember(call, userid).userid))
  const all = relationsOf(world).filter(({ userid }) => userids.has(userid))
  const page = pageOf(world, all, body.cursor, body.limit)
  const external_contact_list = page.rows.flatMap((relation) => {
    const contact = world.state.contacts.get(relation.externalUserId)
    if (!contact) return []
    const follow_info = { ...presentFollow(relation), tag_id: relation.tagIds }
    return [{ external_contact: presentContact(contact), follow_info }]
  })
  return { external_contact_list, ...page.cursor }
}

function changeRemark(call: ApiCall, body: z.output<typeof remarkBody>) {
  const relation = fullRelation(call.world, contactMember(call, body.userid).userid, body.external_userid)
  const { remark, description, remark_company, remark_mobiles } = body
  const given = [remark, description, remark_company, remark_mobiles].some((value) => value !== undefined)
  if (!given) throw new ApiRefusal(40058, 'nothing to change')
  if (remark !== undefined) relation.remark = remark
  if (description !== undefined) relation.description = description
  if (remark_company !== undefined) relation.remarkCorpName = remark_company
  // [""] is how a caller clears the list.
  if (remark_mobiles) relation.remarkMobiles = remark_mobiles.filter((mobile) => mobile !== '')
  return {}
}

export const customerEndpoints: Endpoints = {
  'externalcontact/get_follow_user_list': getEndpoint('contact', ({ world }) => ({
    follow_user: [...world.state.members.values()]
      .filter((member) => member.visible && member.canContact && member.status !== 5)
      .map(({ userid }) => userid),
  })),
  'externalcontact/list': getEndpoint('contact', listOf),
  'externalcontact/get': getEndpoint('contact', detailsOf),
  'externalcontact/batch/get_by_user': postEndpoint('contact', batchBody, batchOf),
  'externalcontact/remark': postEndpoint('contact', remarkBody, changeRemark),
}
