import { z } from 'zod'
import { ApiRefusal } from '../errors.ts'
import type { Transfer } from '../records/people.ts'
import { settleTransfer } from '../transfers.ts'
import { findMember, findRelation, seconds, type World } from '../world.ts'
import { contactMember } from './addressBook.ts'
import { type ApiCall, type Endpoints, postEndpoint } from './endpoint.ts'
import { pageOf } from './paging.ts'

const transferBody = z.object({
  handover_userid: z.string(),
  takeover_userid: z.string(),
  external_userid: z.array(z.string()).min(1).max(100),
  transfer_success_msg: z.string().max(200).optional(),
})
const resultBody = z.object({
  handover_userid: z.string(),
  takeover_userid: z.string(),
  cursor: z.string().optional(),
})
const unassignedBody = z.object({
  cursor: z.string().optional(),
  page_size: z.number().int().min(1).max(1000).default(1000),
})

const NINETY_DAYS_MS = 90 * 86_400_000
const MOST_TRANSFERS = 2
const HOUR_MS = 3_600_000
const RESULT_PAGE = 1000

function countRecent(world: World, externalUserId: string): number {
  const since = world.clock.nowMs() - NINETY_DAYS_MS
  return world.state.transfers.filter((t) => t.externalUserId === externalUserId && t.startedAtMs > since).length
}

function startOne(world: World, kind: Transfer['kind'], handover: string, takeover: string, id: string): number {
  if (!world.state.contacts.has(id)) return 40096
  const relation = findRelation(world, handover, id)
  if (!relation || relation.half) return 84061
  // The pages name no code for a third transfer inside 90 days.
  if (kind === 'onjob' && countRecent(world, id) >= MOST_TRANSFERS) return 40035
  const startedAtMs = world.clock.nowMs()
  const transfer: Transfer = { kind, handover, takeover, externalUserId: id, status: 2, startedAtMs }
  world.state.transfers.push(transfer)
  world.clock.at(startedAtMs + world.settings.transferHours * HOUR_MS, () => settleTransfer(world, transfer))
  return 0
}

function startTransfer(call: ApiCall, body: z.output<typeof transferBody>, kind: Transfer['kind']) {
  const { world } = call
  const handover = findMember(world, body.handover_userid)
  if (!handover?.visible) throw new ApiRefusal(60111)
  if (kind === 'resigned' && handover.status !== 5) throw new ApiRefusal(40097)
  if (kind === 'onjob') contactMember(call, handover.userid)
  const takeover = contactMember(call, body.takeover_userid)
  const customer = body.external_userid.map((external_userid) => ({
    external_userid,
    errcode: startOne(world, kind, handover.userid, takeover.userid, external_userid),
  }))
  return { customer }
}

function transferResult({ world }: ApiCall, body: z.output<typeof resultBody>, kind: Transfer['kind']) {
  const handover = findMember(world, body.handover_userid)?.userid
  const takeover = findMember(world, body.takeover_userid)?.userid
  const rows = world.state.transfers.filter(
    (transfer) => transfer.kind === kind && transfer.handover === handover && transfer.takeover === takeover,
  )
  const page = pageOf(world, rows, body.cursor, RESULT_PAGE)
  const customer = page.rows.map(({ externalUserId, status, takenAtMs }) => ({
    external_userid: externalUserId,
    status,
    takeover_time: takenAtMs === undefined ? 0 : seconds(takenAtMs),
  }))
  return { customer, ...page.cursor }
}

function unassigned({ world }: ApiCall, body: z.output<typeof unassignedBody>) {
  const rows = [...world.state.relations.values()].flatMap((relation) => {
    const member = findMember(world, relation.userid)
    if (member?.status !== 5 || !member.visible) return []
    const dimission_time = seconds(member.leftAtMs ?? 0)
    return [{ handover_userid: relation.userid, external_userid: relation.externalUserId, dimission_time }]
  })
  const page = pageOf(world, rows, body.cursor, body.page_size)
  return { info: page.rows, is_last: !page.cursor.next_cursor, ...page.cursor }
}

export const transferEndpoints: Endpoints = {
  'externalcontact/transfer_customer': postEndpoint('contact', transferBody, (call, body) =>
    startTransfer(call, body, 'onjob'),
  ),
  'externalcontact/transfer_result': postEndpoint('contact', resultBody, (call, body) =>
    transferResult(call, body, 'onjob'),
  ),
  'externalcontact/resigned/transfer_customer': postEndpoint('contact', transferBody, (call, body) =>
    startTransfer(call, body, 'resigned'),
  ),
  'externalcontact/resigned/transfer_result': postEndpoint('contact', resultBody, (call, body) =>
    transferResult(call, body, 'resigned'),
  ),
  'externalcontact/get_unassigned_list': postEndpoint('contact', unassignedBody, unassigned),
}
