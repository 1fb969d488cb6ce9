import { WeComError } from 'wecom-sdk'
import type { Deps } from '../../deps.ts'

/** One guide's side of a customer, as WeCom holds it now. */
export interface FollowTruth {
  userId: string
  createdAtMs: number
  addWay: number
  state: string | undefined
  remark: string
  description: string
  mobiles: string[]
  /** Undefined: the answer only had ids. */
  tags: { tagId: string; name?: string; groupName?: string }[]
}

export interface CustomerTruth {
  externalUserId: string
  name: string
  avatar: string
  type: number
  unionid: string | undefined
  follows: FollowTruth[]
  /** False: only one guide's side was asked for. */
  isComplete: boolean
}

type Wecom = Deps['wecom']
type GetAnswer = Awaited<ReturnType<Wecom['getCustomer']>>
type BatchRow = Awaited<ReturnType<Wecom['batchGetCustomers']>>['external_contact_list'][number]

/** The truth at WeCom, or undefined when nobody of ours may read it (a half add, or every relation ended). */
export async function readTruth(wecom: Wecom, externalUserId: string): Promise<CustomerTruth | undefined> {
  try {
    const first = await wecom.getCustomer(externalUserId)
    const follows = [...first.follow_user]
    // Only customers with more than 500 followers have a second page.
    for (let cursor = first.next_cursor; cursor; ) {
      const page = await wecom.getCustomer(externalUserId, cursor)
      follows.push(...page.follow_user)
      cursor = page.next_cursor
    }
    return { ...contactOf(first.external_contact), follows: follows.map(followOf), isComplete: true }
  } catch (error) {
    if (error instanceof WeComError && (error.meaning === 'no_relation' || error.meaning === 'customer_unknown'))
      return undefined
    throw error
  }
}

/** A row of batch/get_by_user: one customer with one guide's side. */
export function truthOfBatchRow(row: BatchRow): CustomerTruth {
  const { follow_info: info } = row
  const tags = info.tag_id.map((tagId) => ({ tagId }))
  return { ...contactOf(row.external_contact), follows: [{ ...sideOf(info), tags }], isComplete: false }
}

function contactOf(contact: GetAnswer['external_contact']): Omit<CustomerTruth, 'follows' | 'isComplete'> {
  const { external_userid: externalUserId, name, avatar, type, unionid } = contact
  return { externalUserId, name: name.slice(0, 512), avatar: httpsOnly(avatar), type: type ?? 1, unionid }
}

type Side = Pick<
  GetAnswer['follow_user'][number],
  'userid' | 'createtime' | 'add_way' | 'state' | 'remark' | 'description' | 'remark_mobiles'
>

function sideOf(side: Side): Omit<FollowTruth, 'tags'> {
  return {
    userId: side.userid,
    createdAtMs: (side.createtime ?? 0) * 1000,
    addWay: side.add_way ?? 0,
    state: side.state,
    remark: (side.remark ?? '').slice(0, 512),
    description: (side.description ?? '').slice(0, 512),
    mobiles: side.remark_mobiles,
  }
}

function followOf(follow: GetAnswer['follow_user'][number]): FollowTruth {
  // Personal tags have no id and are the guide's own business.
  const tags = follow.tags.flatMap(({ tag_id: tagId, tag_name: name, group_name: groupName }) =>
    tagId ? [{ tagId, name: name ?? '', groupName: groupName ?? '' }] : [],
  )
  return { ...sideOf(follow), tags }
}

/** Avatars are shown by link; anything but https is dropped here, once for all pages. */
function httpsOnly(url: string | undefined): string {
  return url && /^https?:\/\//.test(url) && url.length <= 1024 ? url.replace(/^http:/, 'https:') : ''
}
