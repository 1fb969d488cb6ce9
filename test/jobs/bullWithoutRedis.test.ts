import { expect } from 'chai'
import { createBullEngine } from '../../app/jobs/bullEngine.ts'
import { createEnqueue } from '../../app/jobs/enqueue.ts'
import { waitUntilQuiet } from '../../app/jobs/quiet.ts'
import { openTestDatabase } from '../support/db.ts'
import { createStage, handleNote, labels, noteJob, put, silent, testClock } from './support.ts'

describe('BullMQ engine while Redis is away', () => {
  it('starts, works over SQL, and stops', async () => {
    const { db, drop } = await openTestDatabase('sqlite')
    const clock = testClock()
    const stage = createStage(db, clock)
    const engine = createBullEngine({
      db,
      clock,
      log: silent,
      deps: stage,
      definitions: [noteJob],
      inboxHandler: handleNote,
      schedules: [],
      enqueue: createEnqueue([noteJob], clock),
      redisUrl: 'redis://127.0.0.1:1',
      pollMs: 100,
    })
    await engine.start()
    await put(stage, { kind: 'note', payload: { label: 'without Redis' } })
    engine.wake()
    expect(await waitUntilQuiet(db, clock, 30_000)).to.include({ settled: true })
    expect(labels(stage)).to.deep.equal(['without Redis'])
    await engine.stop(500)
    await drop()
  })
})
