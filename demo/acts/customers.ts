import type { SeedCustomer } from '../seed/customers.ts'
import { type Stage, settle } from '../stage.ts'

/**
 * Somebody scans a QR of this guide's, as the product had WeCom make it.
 * @param qrCode the picture that is scanned, of a customer's code for friends; absent: the guide's own
 */
export async function scanCode(
  stage: Stage,
  userid: string,
  qrCode?: string,
): Promise<{ externalUserId: string; name: string }> {
  const ways = [...stage.local.state.contactWays.values()].filter(({ users }) => users.includes(userid))
  const way = qrCode === undefined ? ways[0] : ways.find((one) => one.qrCode === qrCode)
  if (qrCode !== undefined && !way) throw new StageError('这个推荐码不是这位导购的')
  const who = stage.newcomers.find(({ externalUserId }) => externalUserId === undefined)
  if (!who) throw new StageError('十位新顾客都加过了，重新启动演示再来')
  const person = { name: who.name, unionid: who.unionid, gender: 2 as const }
  const added = way
    ? stage.local.scanContactWay({ configId: way.configId, ...person })
    : stage.local.customerAdds({ userid, ...person })
  who.externalUserId = added.externalUserId
  who.friends.push({ userid, atMs: stage.local.clock.nowMs() })
  await settle(stage)
  return { externalUserId: added.externalUserId, name: who.name }
}

/** Told to whoever presses the buttons, in Chinese. */
export class StageError extends Error {}

export function findCustomer(stage: Stage, externalUserId: string): SeedCustomer | undefined {
  return [...stage.newcomers, ...stage.customers].find((customer) => customer.externalUserId === externalUserId)
}

export function customerOf(stage: Stage, externalUserId: string): SeedCustomer {
  const found = findCustomer(stage, externalUserId)
  if (!found) throw new StageError('先在左边选一位顾客')
  return found
}

export async function deleteGuide(stage: Stage, userid: string, externalUserId: string): Promise<void> {
  stage.local.customerDeletesGuide({ userid, externalUserId })
  await settle(stage)
}
