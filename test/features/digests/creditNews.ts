import { expect } from 'chai'
import { GuideDayOff } from '../../../app/db/entities/followUps.ts'
import { Product } from '../../../app/db/entities/org.ts'
import { type Browser, startTestApp } from '../../support/app.ts'
import type { DatabaseKind } from '../../support/db.ts'
import { orderPath, plantPeople, sell } from '../creditCases/caseBench.ts'

interface CardSeen {
  main_title: { title: string; desc: string }
  emphasis_content?: { title: string }
  quote_area?: { quote_text: string }
  horizontal_content_list?: { keyname: string; value: string }[]
  jump_list: { title: string; url: string }[]
}

export type News = Awaited<ReturnType<typeof openNews>>

/** Objections and corrections among the people of `plantPeople`, and the cards that come of them. */
export async function openNews(kind: DatabaseKind) {
  const app = await startTestApp(kind)
  const who = await plantPeople(app)
  const product = { code: 'P1', name: '护手霜', category: 'care', cycleDays: null, isSlowEffect: false }
  await app.deps.db.transaction((tx) => tx.insert(Product, product))
  const cardsOf = (userid: string) =>
    app.local
      .messagesOf(userid)
      .filter(({ msgtype }) => msgtype === 'template_card')
      .map(({ content }) => content as unknown as CardSeen)
  const post = async (browser: Browser, path: string, body: object) => {
    const answer = await browser.post(path, body)
    expect(answer.status, await answer.clone().text()).to.equal(200)
    return (await answer.json()) as { objection: { id: number }; correction: { id: number; state: string } }
  }
  const settle = (browser: Browser, id: number, body: object) =>
    post(browser, `/api/credit-objections/${id}/settle`, body)
  return {
    ...{ app, who, cardsOf, post },
    goTo: async (time: string) => {
      app.clock.moveTo(Date.parse(`${time}+08:00`))
      await app.settle()
    },
    titled: (userid: string, title: string) => cardsOf(userid).filter(({ main_title }) => main_title.title === title),
    /** 林晓 shared the link of a sale that 周敏 served, and says that it is hers. @returns the objection */
    object: async (orderNo: string) => {
      await sell(app, orderNo, 19_900, 'guide.zhou')
      await app.deps.db.transaction((tx) =>
        tx.query('UPDATE orders SET shared_by_guide = ? WHERE order_no = ?', ['guide.lin', orderNo]),
      )
      const body = { clientKey: `objection-${orderNo}` }
      return (await post(who['guide.lin'], orderPath(orderNo, 'objections'), body)).objection.id
    },
    reject: (browser: Browser, id: number) => settle(browser, id, { outcome: 'rejected', answer: '小票是周敏开的' }),
    uphold: (browser: Browser, id: number) =>
      settle(browser, id, {
        ...{ outcome: 'upheld', answer: '看了监控', clientKey: `uphold-${id}` },
        correction: { to: [{ guideUserId: 'guide.lin', parts: 1 }] },
      }),
    takesOff: (userKey: string, day: string) =>
      app.deps.db.transaction(async (tx) => {
        const [row]: { id: number }[] = await tx.query('SELECT id FROM guides WHERE user_key = ?', [userKey])
        await tx.insert(GuideDayOff, { guideId: Number(row?.id), day, setBy: userKey, at: 0 })
      }),
  }
}

export const rowsOf = (card: CardSeen | undefined): string[] =>
  (card?.horizontal_content_list ?? []).map(({ keyname, value }) => `${keyname} ${value}`)
