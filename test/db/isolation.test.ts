import { expect } from 'chai'
import { openTestDatabase } from '../support/db.ts'
import { withMariadb } from '../support/services.ts'

withMariadb(() =>
  describe('transactions on MariaDB', () => {
    it('see what others committed meanwhile, on every connection of the pool', async () => {
      const test = await openTestDatabase('mysql')
      try {
        const { db } = test
        const count = 'SELECT COUNT(*) AS n FROM settings WHERE name LIKE ?'
        const before: number[] = []
        const after: number[] = []
        const arrived = barrier(5)
        await Promise.all(
          Array.from({ length: 5 }, (_, no) =>
            db.transaction(async (tx) => {
              const read = async () => Number((await tx.query(count, ['isolation.%']))[0].n)
              before.push(await read())
              await arrived()
              const insert = 'INSERT INTO settings (name, value, updated_at) VALUES (?, ?, 0)'
              await db.source.query(insert, [`isolation.${no}`, '1'])
              after.push(await read())
            }),
          ),
        )
        expect(before).to.deep.equal([0, 0, 0, 0, 0])
        expect(Math.min(...after)).to.be.greaterThan(0)
      } finally {
        await test.drop()
      }
    })
  }),
)

/** Everybody waits here for the last one. */
function barrier(count: number): () => Promise<void> {
  let open: () => void = () => undefined
  const all = new Promise<void>((resolve) => (open = resolve))
  let here = 0
  return () => {
    here += 1
    if (here === count) open()
    return all
  }
}
