import { expect } from 'chai'
import { createTravelClock } from '../../app/boot/clock.ts'
import { openTestDatabase, type TestDatabase } from '../support/db.ts'

const DAY_MS = 86_400_000

describe('the travelling clock', () => {
  let test: TestDatabase
  before(async () => {
    test = await openTestDatabase('sqlite')
  })
  after(() => test.drop())

  it('is shared: another process follows at its next look', async () => {
    const [one, other] = [await createTravelClock(test.db), await createTravelClock(test.db)]
    await one.moveTo(one.nowMs() + DAY_MS)
    expect(one.nowMs() - other.nowMs()).to.be.greaterThan(DAY_MS - 60_000)
    await other.refresh()
    expect(Math.abs(one.nowMs() - other.nowMs())).to.be.below(1000)
  })

  it('may begin in the past, and goes on from where it was moved to', async () => {
    const fresh = await openTestDatabase('sqlite')
    try {
      const clock = await createTravelClock(fresh.db, Date.now() - 9 * DAY_MS)
      expect(Date.now() - clock.nowMs()).to.be.greaterThan(9 * DAY_MS - 60_000)
      await clock.refresh()
      const moved = await clock.moveTo(clock.nowMs() + DAY_MS)
      const again = await createTravelClock(fresh.db, Date.now())
      expect(Math.abs(again.nowMs() - moved)).to.be.below(60_000)
    } finally {
      await fresh.drop()
    }
  })

  it('is not turned back by a look that began before a move', async () => {
    const held: ((row: unknown) => void)[] = []
    const read = { findOneBy: () => new Promise((resolve) => held.push(resolve)) }
    const opening = createTravelClock({ ...test.db, read } as unknown as TestDatabase['db'])
    held.shift()?.(null)
    const clock = await opening
    const look = clock.refresh()
    const moved = await clock.moveTo(clock.nowMs() + DAY_MS)
    // What the look had read before the move was stored.
    held.shift()?.({ value: '0' })
    await look
    expect(clock.nowMs()).to.be.at.least(moved)
  })
})
