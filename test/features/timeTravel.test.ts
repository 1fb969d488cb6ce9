import { createHmac } from 'node:crypto'
import { expect } from 'chai'
import { settle } from '../../app/features/operations/settle.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { forEachDatabase } from '../support/db.ts'

forEachDatabase((kind) =>
  describe(`time travel for checks and the demo (${kind})`, () => {
    let app: TestApp
    before(async () => {
      app = await startTestApp(kind, { env: { TIME_TRAVEL: '1' }, travels: true })
    })
    after(() => app.stop())

    const post = async (path: string, body: unknown) => {
      const answer = await app.anonymous.post(path, body)
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    }
    const nowMs = () => app.deps.clock.nowMs()

    it('moves the one clock forward by a duration, to an instant, and never back', async () => {
      const before = nowMs()
      const moved = await post('/dev/clock', { advance: 'P1DT2H' })
      expect(Date.parse(String(moved.body.now)) - before).to.be.within(26 * 3_600_000, 26 * 3_600_000 + 60_000)
      const far = new Date(nowMs() + 86_400_000).toISOString()
      expect(Date.parse(String((await post('/dev/clock', { now: far })).body.now))).to.be.at.least(Date.parse(far))
      await post('/dev/clock', { now: '2001-01-01T00:00:00+08:00' })
      expect(nowMs()).to.be.at.least(Date.parse(far))
    })

    for (const body of [{ advance: 'tomorrow' }, { advance: 'PX' }, { now: 'noon' }, { now: 1 }, {}])
      it(`refuses ${JSON.stringify(body)} and stays where it is`, async () => {
        const before = nowMs()
        expect((await post('/dev/clock', body)).status).to.equal(400)
        expect(nowMs() - before).to.be.below(60_000)
      })

    it('runs the sweeps at once, whatever the minute, and says when nothing is left', async () => {
      const sweeps = ['followUps.deliverDue', 'followUps.sweep', 'credits.endWaits']
      const settleOnce = async () => {
        const { body } = await post('/dev/settle', { timeoutMs: 15_000 })
        expect(body).to.deep.equal({ settled: true, waiting: 0, parked: 0 })
        const jobs: { kind: string }[] = await app.deps.db.read.query(`SELECT kind FROM jobs WHERE state = 'done'`)
        return sweeps.map((sweep) => jobs.filter(({ kind }) => kind === sweep).length)
      }
      // Due by their cron after the jump or not: the second time nothing is, and they run all the same.
      const first = await settleOnce()
      const second = await settleOnce()
      for (const [index, sweep] of sweeps.entries()) expect(second[index], sweep).to.be.greaterThan(first[index] ?? 0)
    })

    it('wakes the engine before it waits: what the moved clock made due, nobody announced', async () => {
      const calls: string[] = []
      const waitUntilQuiet = async () => {
        calls.push('wait')
        return { settled: true, waiting: 0, parked: 0 }
      }
      const engine = { ...app.product.engine, wake: () => void calls.push('wake') }
      await settle(app.deps, { engine, schedules: [], fireDueSchedules: async () => undefined, waitUntilQuiet }, 1_000)
      expect(calls.slice(0, 2)).to.deep.equal(['wake', 'wait'])
    })

    it('counts, and the postings sum to nothing', async () => {
      const state = (await (await app.anonymous.get('/dev/state')).json()) as Record<string, unknown>
      expect(state).to.include({ inbox: 0, parked: 0, ledgerEntries: 0, ledgerSumFen: 0 })
      expect(state.outbox).to.have.keys('ready', 'leased', 'done', 'parked')
    })

    /** A body that is no order: 400 says that the signature was believed, 401 that it was not. */
    const statusSignedAt = async (ms: number) => {
      const [body, timestamp] = ['{}', String(Math.floor(ms / 1000))]
      const signature = createHmac('sha256', app.secrets.intake['pos-east'] ?? '')
        .update(`${timestamp}.${body}`)
        .digest('hex')
      const headers = { 'x-huitouke-timestamp': timestamp, 'x-huitouke-signature': `sha256=${signature}` }
      return (await fetch(`${app.url}/hooks/orders`, { method: 'POST', headers, body })).status
    }

    it('believes a sender by the moved clock or by the real one, and by no third', async () => {
      expect(await statusSignedAt(nowMs())).to.equal(400)
      expect(await statusSignedAt(app.deps.clock.wallMs())).to.equal(400)
      expect(await statusSignedAt(nowMs() - 400_000)).to.equal(401)
      expect(await statusSignedAt(app.deps.clock.wallMs() + 400_000)).to.equal(401)
    })
  }),
)
