import { expect } from 'chai'
import type { LiveResult, LiveSessionList } from '../../../app/features/live/contract.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addFriend, goTo, openPromotion, type Promotion, runsOf, sell } from '../campaigns/promotion.ts'

const at = (time: string) => Date.parse(`${time}+08:00`)
const LIVE = { name: '新茶品鉴', startedAtMs: at('2026-11-21T19:00:00'), windowHours: 48, filter: {} }

forEachDatabase((kind) =>
  describe(`live sessions (${kind})`, function () {
    this.timeout(240_000)
    let promotion: Promotion
    let friends: string[]
    beforeEach(async () => {
      promotion = await openPromotion(kind)
      friends = ['安', '白', '曹'].map((name) => addFriend(promotion, 'guide.lin', name))
      friends.push(addFriend(promotion, 'guide.wu', '丁'))
      await promotion.app.settle()
    })
    afterEach(() => promotion.app.stop())

    const post = (path: string, body?: unknown) => promotion.operator.post(`/api/live-sessions${path}`, body)
    const result = async (response: Response) => (await response.json()) as LiveResult & { error: { message: string } }
    const shownTo = async (browser: Promotion['operator'], id: number) =>
      result(await browser.get(`/api/live-sessions/${id}`))
    const save = async (change: object = {}) => (await result(await post('', { ...LIVE, ...change }))).session

    async function watchedOf(id: number): Promise<Record<string, string>> {
      const rows: { who: string; data: string }[] = await promotion.app.deps.db.read.query(
        `SELECT external_user_id AS who, data FROM follow_up_tracks WHERE anchor_key = ?`,
        [`live:${id}`],
      )
      return Object.fromEntries(rows.map(({ who, data }) => [who, JSON.parse(data).hasWatched]))
    }

    it('ask WeCom who watched once the stream is over, and speak to both kinds apart inside the window', async () => {
      const { app } = promotion
      const { local } = app
      const { id } = await save({ livingId: 'lv1' })
      await goTo(promotion, '2026-11-21T19:00:00')
      local.goesLive({ userid: 'guide.lin', livingId: 'lv1' })
      for (const externalUserId of friends.slice(0, 3))
        local.customerWatches({ livingId: 'lv1', externalUserId, invitedBy: 'guide.lin' })
      await goTo(promotion, '2026-11-21T20:10:00')
      expect(await runsOf(promotion, 'live:')).to.deep.equal([])
      local.endsLive({ livingId: 'lv1' })
      await goTo(promotion, '2026-11-21T20:20:00')
      const { session, totals } = await shownTo(promotion.operator, id)
      expect(session).to.include({ state: 'in_window', endedAtMs: at('2026-11-21T20:10:00') })
      expect(totals).to.include({ invited: 3, invitedWatched: 3, watched: 3 })
      const [a, b, c, d] = friends as [string, string, string, string]
      expect(await watchedOf(id)).to.deep.equal({ [a]: 'true', [b]: 'true', [c]: 'true', [d]: 'false' })
      const [run] = await runsOf(promotion, 'live:')
      expect(run).to.include({
        ...{ playbookId: 'live_72h', anchorAt: at('2026-11-21T20:10:00'), endsAt: at('2026-11-23T20:10:00') },
      })
      await goTo(promotion, '2026-11-21T20:30:00')
      expect(await runsOf(promotion, 'live:')).to.have.length(4)
    })

    it('take a list instead, and wait for it until the next morning', async () => {
      const { app } = promotion
      await goTo(promotion, '2026-11-21T20:30:00')
      const { id } = await save({ endedAtMs: at('2026-11-21T20:00:00') })
      await app.settle()
      expect((await shownTo(promotion.operator, id)).session.state).to.equal('waiting_for_viewers')
      const [a, b, c, d] = friends as [string, string, string, string]
      const viewers = [
        { externalUserId: a, watchedSeconds: 600, invitedBy: 'Guide.Lin' },
        { externalUserId: b, invitedBy: 'guide.lin' },
        { externalUserId: d, watchedSeconds: 30, invitedBy: 'guide.nobody' },
        { externalUserId: 'wmStranger', watchedSeconds: 9 },
      ]
      for (const _ of [1, 2]) {
        const taken = await (await post(`/${id}/viewers`, { viewers })).json()
        expect(taken).to.deep.equal({ taken: 3, unknown: ['guide.nobody', 'wmStranger'] })
      }
      await post(`/${id}/viewers`, { viewers: [{ externalUserId: a, watchedSeconds: 5 }] })
      await goTo(promotion, '2026-11-22T08:50:00')
      expect(await runsOf(promotion, 'live:')).to.deep.equal([])
      await goTo(promotion, '2026-11-22T09:10:00')
      expect(await watchedOf(id)).to.deep.equal({ [a]: 'true', [b]: 'false', [c]: 'false', [d]: 'true' })
      expect((await post(`/${id}`, { ...LIVE, name: '改' })).status).to.equal(422)
    })

    it('lose nothing of lists that come in at the same moment', async () => {
      await goTo(promotion, '2026-11-21T20:30:00')
      const { id } = await save({ endedAtMs: at('2026-11-21T20:00:00') })
      const listOf = (nth: number) =>
        friends.map((externalUserId, place) => ({
          ...{ externalUserId, watchedSeconds: (nth + place) % 6 === 0 ? 600 : 0 },
          ...(nth === 3 ? { invitedBy: 'guide.lin' } : {}),
        }))
      const answers = await Promise.all(
        [0, 1, 2, 3, 4, 5].map((nth) => post(`/${id}/viewers`, { viewers: listOf(nth) })),
      )
      expect(answers.map(({ status }) => status)).to.deep.equal(Array(6).fill(200))
      const { totals } = await shownTo(promotion.operator, id)
      expect(totals).to.include({ invited: 4, invitedWatched: 4, watched: 4 })
    })

    it('begin at once when the operator says that the list is complete, once', async () => {
      await goTo(promotion, '2026-11-21T20:30:00')
      const { id } = await save()
      expect((await post(`/${id}/call`)).status, 'not over').to.equal(422)
      await post(`/${id}`, { ...LIVE, endedAtMs: at('2026-11-21T20:00:00') })
      for (const _ of [1, 2]) expect((await post(`/${id}/call`)).status).to.equal(200)
      await promotion.app.settle()
      expect(await runsOf(promotion, 'live:')).to.have.length(4)
      const late = await save({ startedAtMs: at('2026-11-15T19:00:00'), endedAtMs: at('2026-11-15T20:00:00') })
      const refused = await post(`/${late.id}/call`)
      expect([refused.status, (await result(refused)).error.message]).to.deep.equal([422, '已经过了 48 小时，不再跟进'])
    })

    it('show who came back to the shop inside the window, to managers of their own customers only', async () => {
      await goTo(promotion, '2026-11-21T20:30:00')
      const { id } = await save({ endedAtMs: at('2026-11-21T20:00:00') })
      const [a, b, c, d] = friends as [string, string, string, string]
      const seen = { watchedSeconds: 60, invitedBy: 'guide.lin' }
      const viewers = [a, b, d].map((externalUserId) => ({ externalUserId, ...seen }))
      await post(`/${id}/viewers`, { viewers: [...viewers, { externalUserId: c, invitedBy: 'guide.lin' }] })
      await goTo(promotion, '2026-11-24T09:00:00')
      await sell(promotion, { externalUserId: a, day: '2026-11-22T15:00:00', fen: 9_900 })
      await sell(promotion, { externalUserId: b, day: '2026-11-22T15:00:00', fen: 9_900, channel: 'online' })
      await sell(promotion, { externalUserId: c, day: '2026-11-22T15:00:00', fen: 9_900 })
      await sell(promotion, { externalUserId: d, day: '2026-11-23T20:00:01', fen: 9_900 })
      await promotion.app.settle()
      const all = await shownTo(promotion.operator, id)
      expect(all.session.state).to.equal('over')
      expect(all.totals).to.deep.equal({ invited: 4, invitedWatched: 3, watched: 3, returned: 1, bought: 2 })
      const east = await shownTo(promotion.eastManager, id)
      expect(east.totals).to.deep.equal({ invited: 3, invitedWatched: 2, watched: 2, returned: 1, bought: 2 })
      expect(east.guides.map(({ guideName }) => guideName)).to.deep.equal(['林晓'])
      const south = await shownTo(promotion.southManager, id)
      expect(south.totals).to.deep.equal({ invited: 1, invitedWatched: 1, watched: 1, returned: 0, bought: 0 })
    })

    it('are the operators’ to change; a stream is followed once', async () => {
      expect((await promotion.eastManager.post('/api/live-sessions', LIVE)).status).to.equal(403)
      expect((await promotion.lin.get('/api/live-sessions')).status).to.equal(403)
      await save({ livingId: 'lv1' })
      expect((await post('', { ...LIVE, livingId: 'lv1' })).status).to.equal(409)
      expect((await post('', { ...LIVE, endedAtMs: LIVE.startedAtMs - 1 })).status).to.equal(400)
      const { rows } = (await (await promotion.eastManager.get('/api/live-sessions')).json()) as LiveSessionList
      expect(rows.map(({ name, state }) => `${name} ${state}`)).to.deep.equal(['新茶品鉴 ahead'])
    })

    it('leave it to the operator when WeCom does not let us see the stream', async () => {
      const { id } = await save({ livingId: 'lvForeign' })
      await goTo(promotion, '2026-11-21T20:30:00')
      expect((await shownTo(promotion.operator, id)).session.state).to.equal('on_air')
      await post(`/${id}`, { ...LIVE, livingId: 'lvForeign', endedAtMs: at('2026-11-21T20:00:00') })
      await goTo(promotion, '2026-11-22T09:10:00')
      expect(await runsOf(promotion, 'live:')).to.have.length(4)
    })
  }),
)
