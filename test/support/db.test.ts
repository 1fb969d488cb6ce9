import { expect } from 'chai'
import { Job } from '../../app/db/entities/durable.ts'
import { forEachDatabase, openTestDatabase } from './db.ts'

forEachDatabase((kind) =>
  describe(`a test database (${kind})`, () => {
    it('is migrated, apart from others, and empty again after use', async () => {
      const first = await openTestDatabase(kind)
      const second = await openTestDatabase(kind)
      const row = { kind: 'x', payload: {}, state: 'ready', lane: 'fast', dueAt: 1, createdAt: 1 } as const
      await first.db.transaction((tx) => tx.insert(Job, row))
      expect(await first.db.read.count(Job)).to.equal(1)
      expect(await second.db.read.count(Job)).to.equal(0)
      await second.drop()
      await first.drop()
      const third = await openTestDatabase(kind)
      expect(await third.db.read.count(Job)).to.equal(0)
      await third.drop()
    })
  }),
)
