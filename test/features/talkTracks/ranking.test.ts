import { expect } from 'chai'
import { SendRecord } from '../../../app/db/entities/followUps.ts'
import { Guide, GuideAssignment, Store } from '../../../app/db/entities/org.ts'
import type { Ranking, Sends } from '../../../app/features/talkTracks/rankingContract.ts'
import { type Browser, START_MS } from '../../support/app.ts'
import { forEachDatabase } from '../../support/db.ts'
import { openShop, type Shop } from '../followUps/shop.ts'
import { DAY_MS } from '../lifecycle/support.ts'
import { plantSends, type SendWish } from './sends.ts'

const PERIOD = 'from=2026-09-01&to=2026-11-21'
const LONG_AGO = START_MS - 20 * DAY_MS

/** So many sends, of which the first ones were followed by an order. */
async function plant(
  shop: Shop,
  name: string,
  of: number,
  orders: number,
  wish: Partial<SendWish> = {},
): Promise<void> {
  const sends = Array.from({ length: of }, (_, nth) => {
    const who = { clientKey: `${name}-${nth}`, externalUserId: `wm${name}${nth}` }
    return { atMs: LONG_AGO, body: `${name} ${nth}`, ...wish, ...who }
  })
  await plantSends(shop, sends)
  await shop.app.settle()
  await shop.app.deps.db.transaction(async (tx) => {
    for (const { clientKey } of sends.slice(0, orders))
      await tx.update(SendRecord, { clientKey }, { outcomeOrderId: 1 })
  })
}

async function addPeople({ app }: Shop): Promise<{ operator: Browser; manager: Browser }> {
  await app.deps.db.transaction(async (tx) => {
    await tx.insert(Store, { code: 'GZ001', name: '天河店', regionCode: 'EAST', openedOn: null, closedOn: null })
    for (const [userId, role, storeCode] of [
      ['op', 'operator', null],
      ['gz', 'store_manager', 'GZ001'],
    ] as const) {
      app.local.addMember({ userid: userId, name: userId })
      await tx.insert(Guide, { userId, userKey: userId, name: userId, state: 'active', leftOn: null, createdAt: 0 })
      const { id: guideId } = await tx.findOneByOrFail(Guide, { userKey: userId })
      const post = {
        guideId,
        role,
        level: 'gold',
        storeCode,
        regionCode: null,
        fromDay: '2026-01-01',
        toDay: null,
      } as const
      await tx.insert(GuideAssignment, post)
    }
  })
  return { operator: await app.signIn('op'), manager: await app.signIn('gz') }
}

forEachDatabase((kind) => {
  describe(`the ranking of talk tracks, on ${kind}`, function () {
    this.timeout(240_000)
    let shop: Shop
    let operator: Browser
    let manager: Browser
    before(async () => {
      shop = await openShop(kind)
      ;({ operator, manager } = await addPeople(shop))
      const gold = { guideLevel: 'gold' }
      await plant(shop, 'goldBest', 50, 25, { ...gold, talkTrackId: 'fp-day-3', isEdited: true })
      await plant(shop, 'goldOther', 50, 5, { ...gold, talkTrackId: 'fp-day-3-new' })
      await plant(shop, 'few', 10, 9, { talkTrackId: 'fp-day-3' })
      await plant(shop, 'fresh', 5, 5, { ...gold, talkTrackId: 'fp-day-3', atMs: START_MS - DAY_MS })
      await plant(shop, 'south', 3, 1, { talkTrackId: null, storeCode: 'GZ001' })
    })
    after(() => shop.app.stop())
    const ranking = async (who: Browser, more = '') =>
      (await (await who.get(`/api/talk-tracks/ranking?${PERIOD}${more}`)).json()) as Ranking
    const day3 = async (more = '') =>
      (await ranking(operator, more)).sets.find(({ set }) => set === 'first-purchase/day-3')

    it('ranks within a level, says where the sample is too small, and leaves out whose 14 days run', async () => {
      const set = await day3()
      expect(
        set?.rows.map(({ trackId, level, sends, settled, orders, rank, verdict }) =>
          [trackId, level, sends, settled, orders, rank, verdict].join(' '),
        ),
      ).to.deep.equal([
        'fp-day-3 gold 55 50 25 1 best',
        'fp-day-3-new gold 50 50 5 2 worse',
        'fp-day-3 skilled 10 10 9  few',
      ])
      const best = set?.rows[0]
      expect(best?.share).to.equal(0.5)
      expect(best?.low).to.be.within(0.3, 0.5)
      expect(best?.edited).to.equal(50)
    })

    it('calls a set by the step that says it', async () => {
      expect((await day3())?.title).to.equal('首购回访：开箱与用法')
    })

    it('lays how gold guides say it beside it', async () => {
      const set = await day3()
      expect(set?.gold).to.include({ trackId: 'fp-day-3' })
      expect(set?.gold?.wordings.map(({ text }) => text.split(' ')[0])).to.deep.equal([
        'goldBest',
        'goldBest',
        'goldBest',
      ])
    })

    it('opens every number to exactly its sends', async () => {
      const count = async (only: string, who = operator) => {
        const path = `/api/talk-tracks/sends?${PERIOD}&trackId=fp-day-3&level=gold&only=${only}`
        return ((await (await who.get(path)).json()) as Sends).count
      }
      expect([await count('all'), await count('settled'), await count('orders'), await count('edited')]).to.deep.equal([
        55, 50, 25, 50,
      ])
      expect(await count('all', manager)).to.equal(0)
    })

    it('pages through the sends without losing one', async () => {
      const path = `/api/talk-tracks/sends?${PERIOD}&trackId=fp-day-3&level=gold`
      const first = (await (await operator.get(path)).json()) as Sends
      const rest = (await (await operator.get(`${path}&before=${first.nextBefore}`)).json()) as Sends
      const ids = [...first.rows, ...rest.rows].map(({ sendId }) => sendId)
      expect([new Set(ids).size, rest.nextBefore]).to.deep.equal([55, null])
      expect(Object.keys(first.rows[0] ?? {})).to.not.include('externalUserId')
    })

    it('shows a manager the sends of their stores only', async () => {
      const { sets } = await ranking(manager)
      expect(sets.map(({ title, rows }) => [title, rows[0]?.title, rows[0]?.sends])).to.deep.equal([
        ['不在话术库里的', '导购自己写的', 3],
      ])
    })

    it('can be narrowed to a set and a level, and asks for a period that is one', async () => {
      expect((await day3('&level=skilled'))?.rows.length).to.equal(1)
      expect((await ranking(operator, '&set=birthday/day-0')).sets).to.deep.equal([])
      expect((await operator.get('/api/talk-tracks/ranking?from=2026-11-02&to=2026-11-01')).status).to.equal(400)
    })
  })
})
