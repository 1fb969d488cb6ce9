import { z } from 'zod'
import { ApiRefusal } from '../errors.ts'
import type { ContactWay } from '../records/people.ts'
import { contactMember } from './addressBook.ts'
import { type ApiCall, type Endpoints, postEndpoint } from './endpoint.ts'

const wayBody = z.object({
  type: z.union([z.literal(1), z.literal(2)]),
  scene: z.union([z.literal(1), z.literal(2)]),
  remark: z.string().max(30).default(''),
  skip_verify: z.boolean().default(true),
  state: z.string().max(30).default(''),
  user: z.array(z.string()).max(100).default([]),
})
const idBody = z.object({ config_id: z.string() })
const changeBody = idBody.extend({
  remark: z.string().max(30).optional(),
  skip_verify: z.boolean().optional(),
  state: z.string().max(30).optional(),
  user: z.array(z.string()).max(100).optional(),
})

function ownWay(call: ApiCall, configId: string): ContactWay {
  const way = call.world.state.contactWays.get(configId)
  if (!way) throw new ApiRefusal(40035, 'invalid config_id')
  if (way.madeBy !== call.agentId) throw new ApiRefusal(60011)
  return way
}

function usersOf(call: ApiCall, userids: string[], type: 1 | 2): string[] {
  if (userids.length === 0 || (type === 1 && userids.length !== 1)) throw new ApiRefusal(40058, 'user: wrong number')
  return userids.map((userid) => contactMember(call, userid).userid)
}

function addWay(call: ApiCall, body: z.output<typeof wayBody>) {
  const { world, agentId } = call
  const configId = world.ids.next('', 32).toLowerCase()
  const way: ContactWay = {
    configId,
    madeBy: agentId,
    type: body.type,
    scene: body.scene,
    remark: body.remark,
    skipVerify: body.skip_verify,
    state: body.state,
    users: usersOf(call, body.user, body.type),
    qrCode: `${world.qrBase || world.baseUrl}/_local/qr/${configId}`,
    nextUser: 0,
  }
  world.state.contactWays.set(configId, way)
  return { config_id: configId, ...(way.scene === 2 ? { qr_code: way.qrCode } : {}) }
}

function getWay(call: ApiCall, body: z.output<typeof idBody>) {
  const { configId, type, scene, remark, skipVerify, state, users, qrCode } = ownWay(call, body.config_id)
  const qr = scene === 2 ? { qr_code: qrCode } : {}
  const contact_way = {
    config_id: configId,
    type,
    scene,
    remark,
    skip_verify: skipVerify,
    state,
    user: users,
    party: [],
  }
  return { contact_way: { ...contact_way, ...qr } }
}

function updateWay(call: ApiCall, body: z.output<typeof changeBody>) {
  const way = ownWay(call, body.config_id)
  if (body.remark !== undefined) way.remark = body.remark
  if (body.skip_verify !== undefined) way.skipVerify = body.skip_verify
  if (body.state !== undefined) way.state = body.state
  // The list given replaces the one before.
  if (body.user) way.users = usersOf(call, body.user, way.type)
  return {}
}

export const contactWayEndpoints: Endpoints = {
  'externalcontact/add_contact_way': postEndpoint('contact', wayBody, addWay),
  'externalcontact/get_contact_way': postEndpoint('contact', idBody, getWay),
  'externalcontact/update_contact_way': postEndpoint('contact', changeBody, updateWay),
  'externalcontact/del_contact_way': postEndpoint('contact', idBody, (call, body) => {
    call.world.state.contactWays.delete(ownWay(call, body.config_id).configId)
    return {}
  }),
}
