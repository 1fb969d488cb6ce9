import { expect } from 'chai'
import { Binding, Customer, CustomerEvent, CustomerRelation, IdentityKey } from '../../../app/db/entities/customers.ts'
import { type RelationInput, recordRelationFact } from '../../../app/features/customers/commands/recordRelationFact.ts'
import type { CustomerTruth, FollowTruth } from '../../../app/features/customers/truth.ts'
import { START_MS, startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'

type Fact = Omit<RelationInput, 'externalUserId' | 'truth'>

const at = (minutes: number) => START_MS - 86_400_000 + minutes * 60_000 * 10

function follow(userId: string, createdAtMs: number): FollowTruth {
  return {
    userId,
    createdAtMs,
    addWay: 1,
    state: undefined,
    remark: '',
    description: '',
    mobiles: ['13800000001'],
    tags: [],
  }
}

/** Each story: what happened, and what WeCom shows at the end of it (the truth every late reader finds). */
const STORIES: { name: string; facts: Fact[]; follows: FollowTruth[] | undefined }[] = [
  {
    name: 'half add, add, the customer leaves, the guide cleans up',
    facts: [
      { userId: 'guide.lin', fact: { kind: 'half', atMs: at(1) } },
      { userId: 'guide.lin', fact: { kind: 'added', atMs: at(2) } },
      { userId: 'guide.lin', fact: { kind: 'customer_deleted', atMs: at(3) } },
      { userId: 'guide.lin', fact: { kind: 'guide_deleted', atMs: at(4) } },
    ],
    follows: undefined,
  },
  {
    name: 'added, deleted, added again, edited',
    facts: [
      { userId: 'guide.lin', fact: { kind: 'added', atMs: at(1) } },
      { userId: 'guide.lin', fact: { kind: 'guide_deleted', atMs: at(2) } },
      { userId: 'guide.lin', fact: { kind: 'added', atMs: at(3) } },
      { userId: 'guide.lin', fact: { kind: 'edited', atMs: at(4) } },
    ],
    follows: [follow('guide.lin', at(3))],
  },
  {
    name: 'two guides; the first one is told last',
    facts: [
      { userId: 'guide.lin', fact: { kind: 'added', atMs: at(1) } },
      { userId: 'guide.zhou', fact: { kind: 'added', atMs: at(2) } },
      { userId: 'guide.zhou', fact: { kind: 'customer_deleted', atMs: at(3) } },
      { userId: 'guide.lin', fact: { kind: 'edited', atMs: at(4) } },
    ],
    follows: [follow('guide.lin', at(1)), follow('guide.zhou', at(2))],
  },
  {
    name: 'a transfer cleans up before the add is told',
    facts: [
      { userId: 'guide.lin', fact: { kind: 'added', atMs: at(1) } },
      { userId: 'guide.zhou', fact: { kind: 'added', atMs: at(3) } },
      { userId: 'guide.lin', fact: { kind: 'transferred', atMs: at(4) } },
    ],
    follows: [follow('guide.zhou', at(3))],
  },
]

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  )
}

forEachDatabase((kind) =>
  describe(`customer events in any order end the same (${kind})`, () => {
    let app: TestApp

    before(async () => {
      app = await startTestApp(kind)
      await seedChain(app.deps, app.local, [{ userId: 'guide.lin' }, { userId: 'guide.zhou', storeCode: 'SH002' }])
      await app.product.engine.stop(1000)
    })
    after(() => app.stop())

    async function dayCounts(): Promise<string> {
      const rows = await app.deps.db.read.query(
        `SELECT day, guide_id AS guideId, new_customers AS news, lost_customers AS lost FROM guide_days ORDER BY day, guide_id`,
      )
      return JSON.stringify(rows)
    }

    /** Everything the story left behind, without ids of rows. */
    async function endState(externalUserId: string): Promise<unknown> {
      const { read } = app.deps.db
      const order = { guideId: 'ASC' } as const
      const relations = await read.find(CustomerRelation, { where: { externalUserId }, order })
      const bindings = await read.find(Binding, { where: { externalUserId }, order })
      const { firstAddedAt, stage, stageSinceAt } = await read.findOneByOrFail(Customer, { externalUserId })
      const events = await read.find(CustomerEvent, {
        where: { externalUserId },
        order: { at: 'ASC', kind: 'ASC', guideId: 'ASC' },
      })
      const keys = await read.find(IdentityKey, { where: { externalUserId } })
      return {
        customer: { firstAddedAt, stage, stageSinceAt },
        relations: relations.map(({ id: _, externalUserId: __, ...rest }) => rest),
        bindings: bindings.map(({ id: _, externalUserId: __, openKey, ...rest }) => ({
          ...rest,
          isOpen: openKey !== null,
        })),
        events: events.map((event) => [event.kind, event.guideId, event.at, event.data.by, event.data.counts]),
        keys: keys.map((key) => [key.kind, key.source]),
      }
    }

    for (const { name, facts, follows } of STORIES) {
      it(name, async () => {
        let expected: unknown
        let counted: string | undefined
        for (const [index, order] of permutations(facts).entries()) {
          const externalUserId = `wm-${name.length}-${index}`
          const truth: CustomerTruth | undefined = follows && {
            ...{ externalUserId, name: '王芳芳', avatar: '', type: 1, unionid: undefined, follows, isComplete: true },
          }
          await app.deps.db.transaction((tx) => tx.query('DELETE FROM guide_days'))
          // Every fact twice: a repeat at any moment must change nothing.
          for (const fact of [...order, order[0]!]) {
            await recordRelationFact(app.deps, { ...fact, externalUserId, truth }, async () => undefined)
          }
          const state = await endState(externalUserId)
          const counts = await dayCounts()
          expected ??= state
          counted ??= counts
          const told = order.map(({ userId, fact }) => `${userId} ${fact.kind}`).join(', ')
          expect(state, told).to.deep.equal(expected)
          expect(counts, told).to.equal(counted)
        }
      })
    }
  }),
)
