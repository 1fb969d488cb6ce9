import { expect } from 'chai'
import fc from 'fast-check'
import { FollowUp } from '../../../app/db/entities/followUps.ts'
import { forEachDatabase } from '../../support/db.ts'
import { addCustomer, type CardSeen, cardsOf, goTo, openShop, type Shop, step } from './shop.ts'

/** What a guide may do, on the newest card or in the sidebar, and what may happen meanwhile. */
const ACTS = [
  'card:done',
  'card:snooze',
  'card:skip',
  'card:other',
  'card:mute_tomorrow',
  'card:undo',
  'side:done',
  'side:sent',
  'side:snooze',
  'side:skip',
  'side:reopen',
  'side:mute',
  'side:unmute',
  'complaint',
] as const
type Act = (typeof ACTS)[number]

interface ShownCard extends CardSeen {
  content: CardSeen['content'] & { action_menu?: { action_list: { key: string }[] } }
}

const cardsFor = (shop: Shop, id: number) =>
  cardsOf(shop).filter(({ taskId }) => taskId?.startsWith(`fu_${id}_`)) as ShownCard[]
const isLive = ({ content }: CardSeen) => content.replace_text === undefined

/** Clicks a key where the newest card has it. */
function click(shop: Shop, id: number, wanted: string): void {
  const card = cardsFor(shop, id).at(-1)
  const keys = [...(card?.content.button_list ?? []), ...(card?.content.action_menu?.action_list ?? [])]
  const key = keys.map((button) => button.key ?? '').find((one) => one === wanted || one.startsWith(`${wanted}@`))
  if (!card?.taskId || !key || (!isLive(card) && wanted !== 'undo')) return
  shop.app.local.clickCard({ userid: 'guide.lin', taskId: card.taskId, key, selected: { until: ['tonight'] } })
}

async function play(shop: Shop, customer: string, id: number, act: Act): Promise<void> {
  const [where, what = ''] = act.split(':')
  if (where === 'card') return click(shop, id, what)
  const path = `/api/follow-ups/${id}`
  const clientKey = `truth-${customer}-${shop.app.clock.nowMs()}`
  if (act === 'complaint') {
    await shop.lin.post(`/api/customers/${customer}/complaints`, { clientKey, kind: 'quality', body: '有异味' })
  } else if (what === 'mute' || what === 'unmute') {
    await shop.lin.post(`/api/customers/${customer}/mute`, { until: what === 'mute' ? 'ever' : 'off' })
  } else {
    const bodies: Record<string, object> = { snooze: { until: 'tonight' }, skip: { reason: '在店里聊过' } }
    await shop.lin.post(`${path}/${what}`, what === 'sent' ? { clientKey, text: '您好' } : (bodies[what] ?? {}))
  }
}

/** A card with buttons is the one of a follow-up that waits; every other card says how it ended. */
async function expectOneTruth(shop: Shop, id: number, story: string): Promise<void> {
  const row = await shop.app.deps.db.read.findOneByOrFail(FollowUp, { id })
  const live = cardsFor(shop, id).filter(isLive)
  const wanted = row.state === 'due' && row.cardTaskId !== null && row.cardSentAt !== null ? [row.cardTaskId] : []
  expect(
    live.map(({ taskId }) => taskId),
    `${story} ends ${row.state}`,
  ).to.deep.equal(wanted)
  const shown = (await (await shop.lin.get(`/api/follow-ups/${id}`)).json()) as { state: string }
  expect(shown.state, story).to.equal(row.state)
}

forEachDatabase((kind) => {
  describe(`card and sidebar agree whatever is done, in any order (${kind})`, function () {
    this.timeout(240_000)
    let shop: Shop
    // Other stories on each database; no more of them than WeCom takes messages for one guide.
    const seed = kind === 'sqlite' ? 7 : 8
    const stories = fc.sample(fc.array(fc.constantFrom(...ACTS), { minLength: 2, maxLength: 5 }), {
      numRuns: 8,
      seed,
    })
    // Clicked and tapped at the same moment, before either is known to the other.
    const atOnce = fc.sample(fc.tuple(fc.constantFrom(...ACTS), fc.constantFrom(...ACTS)), { numRuns: 4, seed })
    before(async () => {
      shop = await openShop(kind)
      shop.app.deps.rules.cadence.digestOver = 100
      shop.app.deps.rules.cadence.promptsPerDay = 1000
    })
    after(() => shop.app.stop())

    it('one after another, and at the same moment', async () => {
      const told = [...stories.map((acts) => acts.map((act) => [act])), ...atOnce.map((pair) => [[...pair]])]
      const customers = []
      for (const [index] of told.entries()) customers.push(await addCustomer(shop, `客${index}`))
      await goTo(shop, '2026-11-22T10:00:00')
      for (const [index, acts] of told.entries()) {
        const customer = customers[index]!
        const { id } = await step(shop, customer, 'day_1')
        expect(cardsFor(shop, id).filter(isLive)).to.have.length(1)
        for (const together of acts) {
          await Promise.all(together.map((act) => play(shop, customer, id, act)))
          await shop.app.settle()
          shop.app.clock.advance(2_000)
          await expectOneTruth(shop, id, JSON.stringify(acts))
        }
      }
      await goTo(shop, '2026-11-22T20:01:00')
      for (const customer of customers) await expectOneTruth(shop, (await step(shop, customer, 'day_1')).id, 'evening')
    })
  })

  describe(`cards that grow old on ${kind}`, function () {
    this.timeout(240_000)
    let shop: Shop
    let id: number
    before(async () => {
      shop = await openShop(kind)
      const customer = await addCustomer(shop, '王芳芳')
      await goTo(shop, '2026-11-22T10:00:00')
      id = (await step(shop, customer, 'day_1')).id
      await shop.app.deps.db.transaction((tx) =>
        tx.update(FollowUp, { id }, { expiresAt: shop.app.clock.nowMs() + 5 * 86_400_000 }),
      )
    })
    after(() => shop.app.stop())
    const updates = () => shop.app.local.calls().filter(({ api }) => api === 'message/update_template_card').length

    it('lose their buttons before nothing could change them, once; the follow-up stays in the list', async () => {
      await goTo(shop, '2026-11-25T07:00:00')
      expect(cardsFor(shop, id).filter(isLive)).to.have.length(1)
      const before = updates()
      await goTo(shop, '2026-11-25T08:05:00')
      const [card] = cardsFor(shop, id)
      expect(card?.content.replace_text).to.equal('到列表里跟进')
      await goTo(shop, '2026-11-25T08:30:00')
      expect(updates() - before).to.equal(1)
      expect((await shop.lin.get(`/api/follow-ups/${id}`)).status).to.equal(200)
      await shop.lin.post(`/api/follow-ups/${id}/done`)
      await shop.app.settle()
      expect(updates() - before).to.equal(1)
    })
  })

  describe(`what nobody did on ${kind}`, function () {
    this.timeout(240_000)
    let shop: Shop
    let id: number
    before(async () => {
      shop = await openShop(kind)
      const customer = await addCustomer(shop, '王芳芳')
      await goTo(shop, '2026-11-22T10:00:00')
      id = (await step(shop, customer, 'day_1')).id
    })
    after(() => shop.app.stop())
    const escalatedAt = async () => (await shop.app.deps.db.read.findOneByOrFail(FollowUp, { id })).escalatedAt !== null

    it('is shown to the manager a day later, and once put off no more', async () => {
      await goTo(shop, '2026-11-23T09:00:00')
      expect(await escalatedAt()).to.equal(false)
      await goTo(shop, '2026-11-23T10:30:00')
      expect(await escalatedAt()).to.equal(true)
      await shop.lin.post(`/api/follow-ups/${id}/snooze`, { until: 'tonight' })
      expect(await escalatedAt()).to.equal(false)
    })

    it('and when it expires with nobody having done anything', async () => {
      await goTo(shop, '2026-11-23T20:30:00')
      await goTo(shop, '2026-11-27T20:30:00')
      const row = await shop.app.deps.db.read.findOneByOrFail(FollowUp, { id })
      expect([row.state, row.escalatedAt !== null]).to.deep.equal(['expired', true])
    })
  })
})
