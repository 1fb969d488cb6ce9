import { expect } from 'chai'
import { In } from 'typeorm'
import { Guide, GuideAssignment } from '../../app/db/entities/org.ts'
import { pickRows } from '../../app/db/pick.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../support/db.ts'

const FIELDS = ['id', 'guideId', 'role', 'storeCode', 'fromDay', 'toDay'] as const

forEachDatabase((kind) =>
  describe(`rows picked by many values (${kind})`, () => {
    let test: TestDatabase
    before(async () => {
      test = await openTestDatabase(kind)
      await test.db.transaction(async (tx) => {
        for (let id = 1; id <= 40; id += 1) {
          const userId = `Guide.${id}`
          const createdAt = 1_790_000_000_000 + id
          await tx.insert(Guide, {
            userId,
            userKey: userId.toLowerCase(),
            name: '林',
            state: 'active',
            leftOn: null,
            createdAt,
          })
          const role = id % 3 === 0 ? 'store_manager' : 'guide'
          const place = { level: 'skilled', storeCode: `S${id % 5}`, regionCode: null } as const
          await tx.insert(GuideAssignment, { guideId: id, role, ...place, fromDay: '2026-01-01', toDay: null })
        }
      })
    })
    after(() => test.drop())

    const byId = <T extends { id: number }>(rows: T[]) => rows.toSorted((a, b) => a.id - b.id)

    it('are those that a finder finds, with the same values', async () => {
      const codes = ['S1', 'S3', 'S9', 'S1']
      const found = await test.db.read.findBy(GuideAssignment, { storeCode: In(codes), role: 'guide' })
      const picked = await pickRows(test.db.read, GuideAssignment, FIELDS, 'storeCode', codes, { role: 'guide' })
      const wanted = found.map((row) => Object.fromEntries(FIELDS.map((field) => [field, row[field]])))
      expect(byId(picked)).to.deep.equal(byId(wanted as typeof picked))
      expect(picked).to.have.length(10)
    })

    it('have their instants as numbers', async () => {
      const rows = await pickRows(test.db.read, Guide, ['id', 'createdAt'], 'userKey', ['guide.7'])
      expect(rows).to.deep.equal([{ id: 7, createdAt: 1_790_000_000_007 }])
    })

    it('are none, without a question, where nothing is asked for', async () => {
      expect(await pickRows(test.db.read, Guide, ['id'], 'id', [])).to.deep.equal([])
    })

    it('take what is hostile for a value and no more', async () => {
      expect(await pickRows(test.db.read, Guide, ['id'], 'userKey', ["x') OR 1=1 -- ", '%'])).to.deep.equal([])
    })
  }),
)
