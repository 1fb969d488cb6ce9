import type { FollowUpState } from '../../../app/db/entities/followUps.ts'
import { FollowUp } from '../../../app/db/entities/followUps.ts'
import { Guide, GuideAssignment, Region, Store } from '../../../app/db/entities/org.ts'
import type { FollowUpView } from '../../../app/features/followUps/contract.ts'
import { type Browser, START_MS, startTestApp, type TestApp } from '../../support/app.ts'
import type { DatabaseKind } from '../../support/db.ts'

/** One store with two guides, in our directory and in WeCom. */
export interface Shop {
  app: TestApp
  lin: Browser
  zhou: Browser
  guideIds: { lin: number; zhou: number }
}

export async function openShop(kind: DatabaseKind): Promise<Shop> {
  const app = await startTestApp(kind)
  app.local.addMember({ userid: 'guide.lin', name: '林晓' })
  app.local.addMember({ userid: 'guide.zhou', name: '周敏' })
  const ids = await app.deps.db.transaction(async (tx) => {
    await tx.insert(Region, { code: 'EAST', name: '华东', parentCode: null, path: '/EAST/' })
    await tx.insert(Store, { code: 'SH001', name: '徐汇店', regionCode: 'EAST', openedOn: null, closedOn: null })
    const made: number[] = []
    for (const [userId, name] of [
      ['guide.lin', '林晓'],
      ['guide.zhou', '周敏'],
    ] as const) {
      await tx.insert(Guide, { userId, userKey: userId, name, state: 'active', leftOn: null, createdAt: START_MS })
      const { id } = await tx.findOneByOrFail(Guide, { userKey: userId })
      await tx.insert(GuideAssignment, {
        guideId: id,
        role: 'guide',
        level: 'skilled',
        storeCode: 'SH001',
        regionCode: null,
        fromDay: '2026-01-01',
        toDay: null,
      })
      made.push(id)
    }
    return made
  })
  const [lin, zhou] = [await app.signIn('guide.lin'), await app.signIn('guide.zhou')]
  return { app, lin, zhou, guideIds: { lin: ids[0]!, zhou: ids[1]! } }
}

/** A customer adds the guide by QR; everything that follows from it has happened. */
export async function addCustomer(shop: Shop, name: string, userid = 'guide.lin'): Promise<string> {
  const { externalUserId } = shop.app.local.customerAdds({ userid, name, addWay: 1 })
  await shop.app.settle()
  return externalUserId
}

export async function goTo({ app }: Shop, time: string): Promise<void> {
  app.clock.moveTo(Date.parse(`${time}+08:00`))
  await app.settle()
}

export function followUps({ app }: Shop, externalUserId: string): Promise<FollowUp[]> {
  return app.deps.db.read.find(FollowUp, { where: { externalUserId }, order: { trackId: 'ASC', id: 'ASC' } })
}

/** Those of one playbook only. */
export async function followUpsOf(shop: Shop, externalUserId: string, playbookId: string): Promise<FollowUp[]> {
  return (await followUps(shop, externalUserId)).filter((row) => row.playbookId === playbookId)
}

export async function stateOf(shop: Shop, id: number): Promise<FollowUpState> {
  return (await shop.app.deps.db.read.findOneByOrFail(FollowUp, { id })).state
}

/** The follow-up of that step, which must be there. */
export async function step(shop: Shop, externalUserId: string, stepId: string): Promise<FollowUp> {
  const row = (await followUps(shop, externalUserId)).find((one) => one.stepId === stepId)
  if (!row) throw new Error(`no step ${stepId}`)
  return row
}

/** Whatever of these an answer holds. */
export type Answer = FollowUpView & { rows: FollowUpView[]; followUp: FollowUpView; error: { code: string } }

export async function readAnswer(response: Response): Promise<Answer> {
  return (await response.json()) as Answer
}

export interface CardSeen {
  msgid: string
  taskId?: string
  content: {
    card_type: string
    main_title: { title: string; desc: string }
    quote_area?: { quote_text: string; url: string }
    button_list?: { text: string; key?: string; url?: string }[]
    emphasis_content?: { title: string }
    horizontal_content_list?: { keyname: string; value: string }[]
    replace_text?: string
    task_id?: string
  }
}

/** What the guide sees of the bot, oldest first. */
export function cardsOf({ app }: Shop, userid = 'guide.lin'): CardSeen[] {
  return app.local.messagesOf(userid).filter(({ msgtype }) => msgtype === 'template_card') as unknown as CardSeen[]
}

export async function figures({ app }: Shop, guideId: number, day: string) {
  const [row] = await app.deps.db.read.query(
    `SELECT follow_ups_due AS due, follow_ups_done AS done, follow_ups_on_time AS onTime FROM guide_days
     WHERE guide_id = ? AND day = ? AND store_code = 'SH001'`,
    [guideId, day],
  )
  return row ? { due: Number(row.due), done: Number(row.done), onTime: Number(row.onTime) } : undefined
}
