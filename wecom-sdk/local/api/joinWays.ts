import { z } from 'zod'
import { ApiRefusal } from '../errors.ts'
import type { JoinWay } from '../records/groups.ts'
import { type ApiCall, type Endpoints, postEndpoint } from './endpoint.ts'

const fields = {
  scene: z.union([z.literal(1), z.literal(2)]),
  remark: z.string().max(30).default(''),
  auto_create_room: z.union([z.literal(0), z.literal(1)]).default(1),
  room_base_name: z.string().max(40).default(''),
  room_base_id: z.number().int().default(0),
  chat_id_list: z.array(z.string()).min(1).max(5),
  state: z.string().max(30).default(''),
}
const addBody = z.object(fields)
const idBody = z.object({ config_id: z.string() })
const updateBody = addBody.extend({ config_id: z.string() })

function ownWay(call: ApiCall, configId: string): JoinWay {
  const way = call.world.state.joinWays.get(configId)
  if (!way) throw new ApiRefusal(40035, 'invalid config_id')
  if (way.madeBy !== call.agentId) throw new ApiRefusal(60011)
  return way
}

function contentOf(call: ApiCall, body: z.output<typeof addBody>) {
  const { groups } = call.world.state
  if (body.chat_id_list.some((chatId) => !groups.has(chatId))) throw new ApiRefusal(40050)
  return {
    scene: body.scene,
    remark: body.remark,
    state: body.state,
    chatIds: body.chat_id_list,
    autoCreateRoom: body.auto_create_room,
    roomBaseName: body.room_base_name,
    roomBaseId: body.room_base_id,
  }
}

function addWay(call: ApiCall, body: z.output<typeof addBody>) {
  const { world, agentId } = call
  const configId = world.ids.next('', 32).toLowerCase()
  const qrCode = `${world.qrBase || world.baseUrl}/_local/qr/${configId}`
  world.state.joinWays.set(configId, { configId, madeBy: agentId, qrCode, ...contentOf(call, body) })
  return { config_id: configId }
}

function getWay(call: ApiCall, body: z.output<typeof idBody>) {
  const way = ownWay(call, body.config_id)
  return {
    join_way: {
      config_id: way.configId,
      scene: way.scene,
      remark: way.remark,
      auto_create_room: way.autoCreateRoom,
      room_base_name: way.roomBaseName,
      room_base_id: way.roomBaseId,
      chat_id_list: way.chatIds,
      qr_code: way.qrCode,
      state: way.state,
    },
  }
}

export const joinWayEndpoints: Endpoints = {
  'externalcontact/groupchat/add_join_way': postEndpoint('contact', addBody, addWay),
  'externalcontact/groupchat/get_join_way': postEndpoint('contact', idBody, getWay),
  'externalcontact/groupchat/update_join_way': postEndpoint('contact', updateBody, (call, body) => {
    Object.assign(ownWay(call, body.config_id), contentOf(call, body))
    return {}
  }),
  'externalcontact/groupchat/del_join_way': postEndpoint('contact', idBody, (call, body) => {
    call.world.state.joinWays.delete(ownWay(call, body.config_id).configId)
    return {}
  }),
}
