import { expect } from 'chai'
import { IdentityKey, Member } from '../../../app/db/entities/customers.ts'
import { GuideDay, LedgerPosting, PoolDay } from '../../../app/db/entities/ledger.ts'
import { Setting } from '../../../app/db/entities/operations.ts'
import { IntakeException, Order, Refund } from '../../../app/db/entities/orders.ts'
import { Guide } from '../../../app/db/entities/org.ts'
import { postCredit } from '../../../app/features/credits/commands/postCredit.ts'
import { recordOrderIn } from '../../../app/features/orders/commands/recordOrder.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { addCustomer, at, type Bench, balances, bind, createBench, orderOf, seedChain } from './ledgerBench.ts'

forEachDatabase((kind) =>
  describe(`posting credit (${kind})`, () => {
    let test: TestDatabase
    let bench: Bench
    let guides: { lin: number; zhou: number; wu: number }
    const account = (guideId: number) => `guide:${guideId}:pending`

    beforeEach(async () => {
      test = await openTestDatabase(kind)
      bench = createBench(test.db)
      guides = await seedChain(test.db)
    })
    afterEach(() => test.drop())

    const given = async (over: Record<string, unknown>) => {
      expect(await bench.order(over)).to.deep.equal({ kind: 'recorded' })
      await bench.settle()
    }

    describe('the default decision, first that holds', () => {
      it('1: a known buyer who was bound at payment → the bound guide, even when another served', async () => {
        await addCustomer(test.db, 'wm1', '2026-10-01')
        await bind(test.db, 'wm1', guides.lin, '2026-10-01')
        const lines = [{ lineNo: '1', name: '茶', quantity: 1, paidFen: 100, servedByGuide: 'guide.zhou' }]
        await given({ buyer: { externalUserId: 'wm1' }, lines })
        expect(await balances(test.db)).to.deep.equal({ [account(guides.lin)]: 100, 'sales:offline': -100 })
      })

      it('2: else the guide named on the line, else the one who shared, if a guide on that day', async () => {
        const lines = [
          { lineNo: '1', paidFen: 100, servedByGuide: 'GUIDE.ZHOU' },
          { lineNo: '2', paidFen: 20 },
        ]
        await given({ sharedByGuide: 'guide.lin', lines })
        expect(await balances(test.db)).to.deep.equal({
          [account(guides.lin)]: 20,
          [account(guides.zhou)]: 100,
          'sales:offline': -120,
        })
      })

      it('3: an unknown buyer → unattributed, waiting 30 days', async () => {
        await given({ buyer: { phone: '13800000001' } })
        expect(await balances(test.db)).to.deep.equal({ 'sales:offline': -19900, unattributed: 19900 })
        const order = await test.db.read.findOneByOrFail(Order, { orderNo: 'N1' })
        expect(order.waitingUntil).to.equal(order.paidAt + 30 * 86_400_000)
      })

      it('4: a known buyer without a binding → the pool of the store', async () => {
        await addCustomer(test.db, 'wm1', '2026-10-01')
        await given({ buyer: { externalUserId: 'wm1' } })
        expect(await balances(test.db)).to.deep.equal({ 'sales:offline': -19900, 'store:SH001:pool': 19900 })
      })

      it('5: no store that we know either → unattributed, and the store is listed', async () => {
        await addCustomer(test.db, 'wm1', '2026-10-01')
        await given({ buyer: { externalUserId: 'wm1' }, storeCode: 'XX' })
        expect(await balances(test.db)).to.deep.equal({ 'sales:offline': -19900, unattributed: 19900 })
        expect(await test.db.read.findOneBy(IntakeException, { kind: 'unknown_store' })).to.include({ subject: 'XX' })
      })

      it('a binding opened after payment does not reach back', async () => {
        await addCustomer(test.db, 'wm1', '2026-10-01')
        await bind(test.db, 'wm1', guides.lin, '2026-11-21T14:03:21')
        await given({ buyer: { externalUserId: 'wm1' } })
        expect(await balances(test.db)).to.deep.equal({ 'sales:offline': -19900, 'store:SH001:pool': 19900 })
      })

      it('a binding that ended before payment counts no more; the next one does', async () => {
        await addCustomer(test.db, 'wm1', '2026-10-01')
        await bind(test.db, 'wm1', guides.lin, '2026-10-01', '2026-11-01')
        await bind(test.db, 'wm1', guides.zhou, '2026-11-01')
        await given({ buyer: { externalUserId: 'wm1' } })
        expect(await balances(test.db)).to.have.property(account(guides.zhou), 19900)
      })
    })

    describe('who the buyer is', () => {
      it('a member list that was there when the order was decided counts as known at payment', async () => {
        await addCustomer(test.db, 'wm1', '2026-10-01')
        await bind(test.db, 'wm1', guides.lin, '2026-10-01')
        await addMember({ memberNo: 'M1', externalUserId: 'wm1' })
        await given({ buyer: { memberNo: 'M1' } })
        expect(await balances(test.db)).to.have.property(account(guides.lin), 19900)
        const [posting] = await test.db.read.find(LedgerPosting)
        expect(posting).to.include({ causeKind: 'payment', occurredOn: '2026-11-21' })
      })

      it('a link that appears within 30 days decides again, on the day it appeared', async () => {
        await addCustomer(test.db, 'wm1', '2026-10-01')
        await bind(test.db, 'wm1', guides.lin, '2026-10-01')
        await given({ buyer: { phone: '138 0000 0001' } })
        await link('phone', '13800000001', null)
        // The job comes late; the fact keeps its day.
        bench.setNow('2026-12-03T10:00:00')
        await bench.emit({ name: 'CustomerIdentified', externalUserId: 'wm1', atMs: at('2026-12-01T10:00:00') })
        await bench.settle()
        expect(await balances(test.db)).to.deep.equal({ [account(guides.lin)]: 19900, 'sales:offline': -19900 })
        const postings = await test.db.read.find(LedgerPosting, { order: { id: 'ASC' } })
        expect(postings.map((row) => `${row.causeKind} ${row.occurredOn}`)).to.deep.equal([
          'payment 2026-11-21',
          'identification 2026-12-01',
        ])
      })

      it('a number that a guide typed counts from then, although the member row now says so too', async () => {
        await addCustomer(test.db, 'wm1', '2026-10-01')
        await bind(test.db, 'wm1', guides.lin, '2026-10-01')
        await addMember({ memberNo: 'M1', externalUserId: 'wm1', phoneKey: keyOf('13800000001') })
        await link('phone', '13800000001', at('2026-11-25'))
        await given({ buyer: { memberNo: 'M1' } })
        const postings = await test.db.read.find(LedgerPosting, { order: { id: 'ASC' } })
        expect(postings.map((row) => `${row.causeKind} ${row.occurredOn}`)).to.deep.equal([
          'payment 2026-11-21',
          'identification 2026-11-25',
        ])
      })

      it('a link with its own time counts from it, however late it arrives', async () => {
        await addCustomer(test.db, 'wm1', '2026-10-01')
        await bind(test.db, 'wm1', guides.lin, '2026-10-01')
        await given({ buyer: { phone: '13800000001' } })
        bench.setNow('2027-02-01T10:00:00')
        await bench.runJob({ kind: 'credits.endWaits', payload: {} })
        expect(await balances(test.db)).to.have.property('store:SH001:pool', 19900)
        await link('phone', '13800000001', at('2026-11-30'))
        await bench.emit({ name: 'CustomerIdentified', externalUserId: 'wm1', atMs: at('2027-02-01') })
        await bench.settle()
        // By now the freeze is over too.
        const settled = `guide:${guides.lin}:settled`
        expect(await balances(test.db)).to.deep.equal({ [settled]: 19900, 'sales:offline': -19900 })
      })

      it('an identification after the 30 days changes no credit but completes the history', async () => {
        await addCustomer(test.db, 'wm1', '2026-10-01')
        await bind(test.db, 'wm1', guides.lin, '2026-10-01')
        await given({ buyer: { phone: '13800000001' } })
        bench.setNow('2026-12-25T10:00:00')
        await bench.runJob({ kind: 'credits.endWaits', payload: {} })
        await link('phone', '13800000001', null)
        await bench.emit({ name: 'CustomerIdentified', externalUserId: 'wm1', atMs: at('2026-12-25') })
        await bench.settle()
        expect(await balances(test.db)).to.deep.equal({ 'sales:offline': -19900, 'store:SH001:pool': 19900 })
        expect(await test.db.read.findOneBy(Order, {})).to.include({ buyerCustomerId: 'wm1' })
        expect(bench.events.filter((event) => event.name === 'CreditPosted')).to.have.length(3)
      })

      it('two contacts for one buyer are a conflict for a person, treated as unknown', async () => {
        await addCustomer(test.db, 'wm1', '2026-10-01')
        await addCustomer(test.db, 'wm2', '2026-10-01')
        await bind(test.db, 'wm1', guides.lin, '2026-10-01')
        await addMember({ memberNo: 'M1', externalUserId: 'wm2' })
        await given({ buyer: { externalUserId: 'wm1', memberNo: 'M1' } })
        expect(await balances(test.db)).to.have.property('unattributed', 19900)
        expect(await test.db.read.countBy(IntakeException, { kind: 'buyer_conflict' })).to.equal(1)
      })

      it('a member whose contact is found after the 30 days keeps the credit where it was', async () => {
        await addMember({ memberNo: 'M1', externalUserId: null })
        await given({ buyer: { memberNo: 'M1' } })
        await addCustomer(test.db, 'wm1', '2026-10-01')
        await bind(test.db, 'wm1', guides.lin, '2026-10-01')
        bench.setNow('2027-01-10T10:00:00')
        await test.db.transaction((tx) => tx.update(Member, { memberNo: 'M1' }, { externalUserId: 'wm1' }))
        await bench.emit({ name: 'CustomerIdentified', externalUserId: 'wm1', atMs: at('2027-01-10') })
        await bench.settle()
        expect(await test.db.read.count(LedgerPosting)).to.equal(1)
        expect(await test.db.read.findOneBy(Order, {})).to.include({ buyerCustomerId: 'wm1', buyerState: 'member' })
      })

      it('a member without a contact is known and unbound: the store gets it', async () => {
        await addMember({ memberNo: 'M1', externalUserId: null })
        await given({ buyer: { memberNo: 'M1' } })
        expect(await balances(test.db)).to.have.property('store:SH001:pool', 19900)
      })

      it('the contact may arrive after the order: as if the callback had come in time', async () => {
        await given({ buyer: { externalUserId: 'wm1' } })
        await addCustomer(test.db, 'wm1', '2026-11-20')
        await bind(test.db, 'wm1', guides.lin, '2026-11-20')
        await bench.emit({
          name: 'CustomerAdded',
          externalUserId: 'wm1',
          guideId: guides.lin,
          atMs: at('2026-11-20'),
          half: false,
        })
        await bench.settle()
        expect(await balances(test.db)).to.deep.equal({ [account(guides.lin)]: 19900, 'sales:offline': -19900 })
      })
    })

    describe('refunds', () => {
      it('one that crosses its order on the way in belongs to it all the same, and nothing waits on', async () => {
        const order = orderOf()
        await test.db.transaction(async (tx) => {
          await recordOrderIn(tx, bench.deps, order)
          // Committed before the order is: neither sees the other. SQLite has one writer, where nothing can cross.
          if (kind === 'mysql') await bench.refund()
        })
        if (kind === 'sqlite') await bench.refund()
        await bench.settle()
        const { id: orderId } = await test.db.read.findOneByOrFail(Order, { orderNo: 'N1' })
        expect((await test.db.read.findOneByOrFail(Refund, { refundNo: 'R1' })).orderId).to.equal(orderId)
        expect(await test.db.read.countBy(IntakeException, { state: 'open' })).to.equal(1)
        expect(
          bench.events.filter((event) => event.name === 'OrderRefunded' && event.orderId === orderId),
        ).to.have.length(1)
        expect(await balances(test.db)).to.deep.equal({ 'sales:offline': -10000, unattributed: 10000 })
      })

      it('partial, repeated and too much: back from whoever got it, on its own day, never more than earned', async () => {
        await given({ lines: [{ lineNo: '1', paidFen: 19900, servedByGuide: 'guide.lin' }] })
        await bench.refund()
        await bench.settle()
        expect(await balances(test.db)).to.have.property(account(guides.lin), 10000)
        expect(await bench.refund()).to.deep.equal({ kind: 'duplicate' })
        await bench.refund({ refundNo: 'R2', lines: [{ lineNo: '1', refundFen: 15000 }] })
        await bench.settle()
        expect(await balances(test.db)).to.deep.equal({})
        const day = await test.db.read.findOneByOrFail(GuideDay, { day: '2026-11-25', guideId: guides.lin })
        expect(day).to.include({ offlineFen: -19900, refundFen: 19900, orders: 0, storeCode: 'SH001' })
        const over = await test.db.read.findOneByOrFail(IntakeException, { kind: 'over_refund' })
        expect(over).to.include({ number: 'R2', subject: '1' })
      })

      it('before its order: in suspense and listed, booked to the order when it comes', async () => {
        await bench.refund()
        await bench.settle()
        expect(await balances(test.db)).to.deep.equal({ suspense: -9900, 'sales:offline': 9900 })
        expect(await test.db.read.findOneBy(PoolDay, { kind: 'suspense' })).to.include({ offlineFen: -9900 })
        expect(await test.db.read.findOneBy(IntakeException, { kind: 'refund_waiting' })).to.include({ state: 'open' })
        await given({ lines: [{ lineNo: '1', paidFen: 19900, servedByGuide: 'guide.lin' }] })
        expect(await balances(test.db)).to.deep.equal({ [account(guides.lin)]: 10000, 'sales:offline': -10000 })
        expect(await test.db.read.findOneBy(IntakeException, { kind: 'refund_waiting' })).to.include({
          state: 'settled',
        })
      })

      it('without any original: from the guide on the slip, else the store, and a person sees it', async () => {
        await bench.refund({ orderNo: undefined, guide: 'guide.zhou', storeCode: 'SH001' })
        await bench.refund({ refundNo: 'R2', orderNo: undefined, storeCode: 'SH001' })
        await bench.settle()
        await bench.runJob({ kind: 'credits.postRefund', payload: { refundId: 1 } })
        expect(await balances(test.db)).to.deep.equal({
          [`guide:${guides.zhou}:settled`]: -9900,
          'sales:offline': 19800,
          'store:SH001:pool': -9900,
        })
        expect(await test.db.read.countBy(IntakeException, { kind: 'refund_without_order' })).to.equal(2)
      })

      it('without any original, of a guide nobody knew: from them once they are in the list', async () => {
        await bench.refund({ orderNo: undefined, guide: 'guide.new', storeCode: 'SH001' })
        await bench.settle()
        expect(await balances(test.db)).to.have.property('store:SH001:pool', -9900)
        await test.db.transaction((tx) => tx.update(Guide, { id: guides.zhou }, { userKey: 'guide.new' }))
        await bench.emit({ name: 'ChainChanged', atMs: at('2026-11-26') })
        await bench.settle()
        expect(await balances(test.db)).to.deep.equal({
          [`guide:${guides.zhou}:settled`]: -9900,
          'sales:offline': 9900,
        })
        expect(await test.db.read.countBy(IntakeException, { kind: 'unknown_guide', state: 'open' })).to.equal(0)
      })
    })

    it('books a fact of a closed month on the first open day and keeps its own date', async () => {
      await test.db.transaction((tx) => tx.update(Setting, { name: 'ledger.closedThrough' }, { value: '2026-11' }))
      await given({})
      const [posting] = await test.db.read.find(LedgerPosting)
      expect(posting).to.include({ occurredOn: '2026-11-21', bookedOn: '2026-12-01' })
      expect(await test.db.read.findOneBy(PoolDay, {})).to.include({ day: '2026-12-01', kind: 'unattributed' })
      await postCredit(bench.deps, { orderId: 1 })
      expect(await test.db.read.count(LedgerPosting)).to.equal(1)
    })

    it('is posted once however often and at once it is asked for', async () => {
      await bench.order({ lines: [{ lineNo: '1', paidFen: 19900, servedByGuide: 'guide.lin' }] })
      await bench.refund()
      const orderId = (await test.db.read.findOneByOrFail(Order, {})).id
      await Promise.all([1, 2, 3, 4].map(() => postCredit(bench.deps, { orderId })))
      await bench.settle()
      expect(await balances(test.db)).to.deep.equal({ [account(guides.lin)]: 10000, 'sales:offline': -10000 })
    })

    const keyOf = (phone: string) => bench.deps.vault.keyOf('phone', phone)

    async function addMember(row: { memberNo: string; externalUserId: string | null; phoneKey?: string }) {
      const rest = {
        phoneKey: null,
        phoneSealed: null,
        unionKey: null,
        name: '',
        tier: '',
        birthday: null,
        updatedAt: 1,
      }
      await test.db.transaction((tx) => tx.insert(Member, { ...rest, ...row }))
    }

    async function link(keyKind: 'phone', value: string, sinceAt: number | null) {
      const keyHash = bench.deps.vault.keyOf(keyKind, value)
      const row = { kind: keyKind, keyHash, externalUserId: 'wm1', sinceAt, source: 'test', orderId: null }
      await test.db.transaction((tx) => tx.insert(IdentityKey, row))
    }
  }),
)
