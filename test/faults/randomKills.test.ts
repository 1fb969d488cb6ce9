import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { Redis } from 'ioredis'
import { countWork, waitUntilQuiet } from '../../app/jobs/quiet.ts'
import { openTestDatabase, type TestDatabase } from '../support/db.ts'
import { withMariadb, withRedis } from '../support/services.ts'
import { dropEffectTables, expectNothingLostOrDoubled, makeEffectTables, startVictim, type Victim } from './support.ts'

const SEEDS = [1, 2]
const KILLS = 5
const LEASE_MS = 3_000
const clock = { nowMs: () => Date.now(), wallMs: () => Date.now() }

/** A small repeatable source of chance (mulberry32), so that a failing seed can be run again. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A logical database of Redis that nobody else uses in tests, so that emptying it harms nobody. */
function ownRedis(redisUrl: string): string {
  const url = new URL(redisUrl)
  url.pathname = '/13'
  return url.href
}

withMariadb(() =>
  withRedis((redisUrl) =>
    describe('two workers on MariaDB and Redis, killed at random while Redis is emptied', function () {
      this.timeout(300_000)
      let test: TestDatabase
      let redis: Redis

      before(async () => {
        test = await openTestDatabase('mysql')
        redis = new Redis(ownRedis(redisUrl))
      })
      after(async () => {
        await redis.flushdb()
        redis.disconnect()
        await dropEffectTables(test.db)
        await test.drop()
      })

      for (const seed of SEEDS) {
        it(`loses nothing acknowledged, does nothing twice, keeps the order (seed ${seed})`, async () => {
          await makeEffectTables(test.db)
          const random = chance(seed)
          const victims: Victim[] = []
          const start = async (life: number) => {
            // Streams of its own for each life: the order of what two processes receive at once is nobody's.
            const numbers = { from: 1, to: 60, streams: 4, suffix: `-${seed}-${life}` }
            const common = { url: test.url, redisUrl: ownRedis(redisUrl), prefix: `faults-${seed}`, skewMs: 0 }
            const victim = await startVictim({ ...common, ...numbers, leaseMs: LEASE_MS, works: true, drains: false })
            victims.push(victim)
            return victim
          }
          const running = [await start(1), await start(2)]
          for (let kill = 0; kill < KILLS; kill += 1) {
            await sleep(300 + random() * 1_200)
            if (random() < 0.5) await redis.flushdb()
            const index = random() < 0.5 ? 0 : 1
            running[index]?.process.kill('SIGKILL')
            await running[index]?.ended
            running[index] = await start(3 + kill)
          }
          await Promise.all(running.map((victim) => victim.stored))
          await redis.flushdb()
          const quiet = await waitUntilQuiet(test.db, clock, 120_000)
          for (const victim of running) victim.process.kill('SIGKILL')
          await Promise.all(running.map((victim) => victim.ended))
          expect(quiet).to.deep.equal({ settled: true, waiting: 0, parked: 0 })
          expect(await countWork(test.db, clock.nowMs())).to.include({ waiting: 0, parked: 0 })
          const acked = victims.flatMap((victim) => victim.acked)
          expect(acked.length).to.be.greaterThan(100)
          await expectNothingLostOrDoubled(test.db, acked)
        })
      }
    }),
  ),
)
