import type { Database } from '../../../app/db/database.ts'
import { Binding, Customer, CustomerRelation, CustomerTag, Member } from '../../../app/db/entities/customers.ts'
import { CustomerFact, CustomerProduct } from '../../../app/db/entities/facts.ts'
import { Complaint } from '../../../app/db/entities/followUps.ts'
import { Guide, Product, Region, Store } from '../../../app/db/entities/org.ts'
import { addDays, atTimeOfDay, businessDayOf } from '../../../app/domain/businessDay.ts'
import { CATEGORY_OF, type Planted } from './slowFilter.ts'

const region = (code: string, parentCode: string | null, path: string): Region => ({
  code,
  name: code,
  parentCode,
  path,
})
const store = (code: string, regionCode: string): Store => ({
  code,
  name: `${code}店`,
  regionCode,
  openedOn: null,
  closedOn: null,
})

/** Two regions, three stores, three guides of whom one has left, and products. @returns ids of the guides by name */
export async function plantShops(db: Database): Promise<Record<string, number>> {
  await db.transaction(async (tx) => {
    await tx.insert(Region, [
      region('CN', null, '/CN/'),
      region('EAST', 'CN', '/CN/EAST/'),
      region('SOUTH', 'CN', '/CN/SOUTH/'),
    ])
    await tx.insert(Store, [store('SH001', 'EAST'), store('SH002', 'EAST'), store('GZ001', 'SOUTH')])
    for (const name of ['lin', 'zhou', 'gone'])
      await tx.insert(Guide, {
        userId: `guide.${name}`,
        userKey: `guide.${name}`,
        name,
        state: name === 'gone' ? 'left' : 'active',
        leftOn: null,
        createdAt: 0,
      })
    for (const [code, category] of Object.entries(CATEGORY_OF))
      await tx.insert(Product, { code, name: code, category, cycleDays: null, isSlowEffect: false })
  })
  const guides = await db.read.find(Guide)
  return Object.fromEntries(guides.map(({ id, name }) => [name, id]))
}

/** The rows of one customer. Everything that lies days ago lies at `time` of its day. */
export async function plantCustomer(
  db: Database,
  guides: Record<string, number>,
  who: Planted,
  nowMs: number,
  time = '12:30',
): Promise<void> {
  const ago = (days: number) => atTimeOfDay(addDays(businessDayOf(nowMs), -days), time)
  const externalUserId = who.id
  const addedAt = ago(who.addedDaysAgo)
  const guideId = guides[who.guide ?? 'lin'] ?? 0
  await db.transaction(async (tx) => {
    await tx.insert(Customer, {
      externalUserId,
      name: who.id,
      type: 1,
      unionKey: null,
      stage: who.stage,
      stageSinceAt: 0,
      nextStageCheckAt: null,
      firstAddedAt: addedAt,
      syncedAt: null,
    })
    if (who.relation !== 'none')
      await tx.insert(CustomerRelation, {
        externalUserId,
        guideId,
        state: who.relation,
        addedAt,
        endedAt: null,
        addWay: 1,
        stateToken: null,
        remark: '',
        description: '',
        lastContactAt: null,
        eventAt: addedAt,
      })
    if (who.guide)
      await tx.insert(Binding, {
        externalUserId,
        openKey: externalUserId,
        guideId,
        storeCode: who.store ?? null,
        source: 'plain_add',
        stateToken: null,
        fromAt: addedAt,
        toAt: null,
        endedBecause: null,
      })
    if (who.facts) {
      const { boughtDaysAgo, cameDaysAgo, ...facts } = who.facts
      await tx.insert(CustomerFact, {
        ...facts,
        externalUserId,
        lastPurchaseAt: boughtDaysAgo === undefined ? null : ago(boughtDaysAgo),
        lastVisitAt: cameDaysAgo === undefined ? null : ago(cameDaysAgo),
        updatedAt: nowMs,
      })
    }
    for (const tagId of new Set(who.tags)) await tx.insert(CustomerTag, { externalUserId, guideId, tagId })
    if (who.member)
      await tx.insert(Member, {
        memberNo: `M-${who.id}`,
        externalUserId,
        name: '',
        tier: who.member.tier,
        points: 0,
        birthday: who.member.birthday ? `1990-${who.member.birthday}` : null,
        birthMonthDay: who.member.birthday ?? null,
        updatedAt: nowMs,
      })
    for (const { code, purchases } of new Map(who.products.map((one) => [one.code, one])).values())
      await tx.insert(CustomerProduct, {
        externalUserId,
        productCode: code,
        purchases,
        quantity: purchases,
        netFen: 0,
        firstAt: addedAt,
        lastAt: addedAt,
        lastQuantity: 1,
      })
    if (who.complaint)
      await tx.insert(Complaint, {
        externalUserId,
        guideId,
        storeCode: who.store ?? null,
        followUpId: null,
        productCode: null,
        kind: 'damaged',
        body: '',
        outcome: '',
        openedAt: addedAt,
        closedAt: who.complaint === 'open' ? null : nowMs,
        closedBy: null,
        clientKey: `complaint-${who.id}`,
      })
  })
}
