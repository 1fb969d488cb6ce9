import { expect } from 'chai'
import { businessDayOf, dayNumberOf } from '../../../app/domain/businessDay.ts'
import type { CalendarItem } from '../../../app/domain/followUps/calendar.ts'
import { isQuietAt } from '../../../app/domain/followUps/fitSlot.ts'
import { DAY_MS, MANNERS } from './calendarFactory.ts'
import { printYear } from './printCalendar.ts'
import { daysOffOf } from './year/chain.ts'
import { type Delivery, isKept, type Life } from './year/lifeShape.ts'
import { liveYear } from './year/liveYear.ts'

const CUSTOMERS = 500
const PART = 100
const { perDay, perWeek } = MANNERS.budget

/** Every prompt that was shown in the year. */
function eachDelivery(lives: readonly Life[], judge: (delivery: Delivery, life: Life) => void): void {
  for (const life of lives) for (const delivery of life.deliveries) judge(delivery, life)
}

const counted = ({ said }: Delivery) => said.filter(({ isSameTalk }) => !isSameTalk)
const isComplaintStep = ({ item }: Delivery) => item.playbookId === 'complaint'
const where = (life: Life, { item }: { item: CalendarItem }) => `${life.seed}: ${item.key}`

describe('a year of a chain’s life: five trades, 500 customers, every shipped playbook', function () {
  this.timeout(240_000)
  const lives: Life[] = []
  // In parts, so that the minute is for each of them on a machine that is busy with other tests.
  for (let seed = 0; seed < CUSTOMERS; seed += PART) {
    before(`customers from ${seed}`, () => {
      for (let index = 0; index < PART; index++) lives.push(liveYear(seed + index))
    })
  }

  it('shows each step at most once', () => {
    for (const { deliveries, seed } of lives) {
      const keys = deliveries.map(({ item }) => item.key)
      expect(new Set(keys).size, String(seed)).to.equal(keys.length)
    }
  })

  it('shows nothing in quiet hours or on a day off of the guide', () => {
    eachDelivery(lives, (delivery, life) => {
      expect(isQuietAt(delivery.atMs, MANNERS), where(life, delivery)).to.equal(false)
      expect(daysOffOf(life.guideNo), where(life, delivery)).not.to.include(businessDayOf(delivery.atMs))
    })
  })

  it('never shows what would be one contact too many for the day or the week', () => {
    eachDelivery(lives, (delivery, life) => {
      if (delivery.isTalk) return
      const day = dayNumberOf(delivery.atMs)
      const days = counted(delivery).map(({ atMs }) => dayNumberOf(atMs))
      expect(days.filter((other) => other === day).length, where(life, delivery)).to.be.lessThan(perDay)
      expect(days.filter((other) => other > day - 7).length, where(life, delivery)).to.be.lessThan(perWeek)
    })
  })

  it('while a complaint is open only its own follow-through is shown', () => {
    eachDelivery(lives, (delivery, life) => {
      if (delivery.isComplaintOpen) expect(isComplaintStep(delivery), where(life, delivery)).to.equal(true)
    })
  })

  it('never shows a sale right after a sale of the last 90 days, unless the customer was heard between', () => {
    eachDelivery(lives, (delivery, life) => {
      const last = delivery.said.findLast(({ isMass }) => !isMass)
      if (delivery.item.step.purpose !== 'sale' || last?.purpose !== 'sale') return
      if (delivery.atMs >= last.atMs + 90 * DAY_MS) return
      expect(delivery.heardAtMs, where(life, delivery)).to.be.at.least(last.atMs)
    })
  })

  it('leaves alone who does not want to be disturbed, but for what an order or a complaint needs', () => {
    eachDelivery(lives, (delivery, life) => {
      const { item, atMs } = delivery
      const told = life.answers.findLast((answer) => answer.answer === 'dont_disturb' && answer.atMs < atMs)
      const isNeeded =
        /^(complaint|first_purchase|return_visit)/.test(item.playbookId) && item.step.purpose === 'service'
      if (!told || isNeeded || life.orders.some((order) => order.atMs > told.atMs)) return
      expect(atMs, where(life, delivery)).to.be.greaterThan(told.atMs + 90 * DAY_MS)
    })
  })

  it('shows nothing of an order that was given back, and nothing when the customer has left', () => {
    eachDelivery(lives, (delivery, life) => {
      const order = life.orders.find(({ id }) => delivery.item.start.anchorKey === `order:${id}`)
      if (order && !isKept(order)) expect(delivery.atMs, where(life, delivery)).to.be.at.most(order.refundedAtMs ?? 0)
      const left = life.story.find(({ text }) => text === '删了导购')
      if (left) expect(delivery.atMs, where(life, delivery)).to.be.at.most(left.atMs)
    })
  })

  it('says why of everything that did not come', () => {
    for (const { items, seed } of lives) {
      for (const { outcome, key } of items) {
        if (outcome.kind === 'dropped' || outcome.kind === 'expired') expect(outcome.why, `${seed}: ${key}`).to.be.ok
      }
    }
  })

  it('is a year in which something happens: every playbook that ships speaks to somebody', () => {
    const spoken = new Set(lives.flatMap(({ deliveries }) => deliveries.map(({ item }) => item.playbookId)))
    expect([...spoken].sort()).to.include.members([
      'birthday',
      'campaign_sprint',
      'complaint',
      'first_purchase',
      'live_72h',
    ])
    expect(spoken.size).to.be.at.least(15)
    expect(lives.filter(({ complaints }) => complaints.length > 0).length).to.be.greaterThan(20)
  })

  it('is planned by what changed: a few plans for each thing that happens', () => {
    const plans = lives.reduce((sum, { replans }) => sum + replans, 0)
    const happenings = lives.reduce((sum, { story }) => sum + story.length, 0)
    expect(plans / happenings).to.be.lessThan(6)
  })

  it('reads as a story: no customer is spoken to more than twice a week over the year', () => {
    for (const life of lives) {
      expect(life.deliveries.filter(({ isTalk }) => !isTalk).length, printYear(life)).to.be.lessThan(104)
    }
  })

  it('lives the same year again from the same seed', () => {
    expect(printYear(liveYear(42))).to.equal(printYear(lives[42] ?? liveYear(42)))
  })
})
