import { expect } from 'chai'
import fc from 'fast-check'
import { UnreadableError } from '../../../app/features/vendors/faults.ts'
import { fen, int64, phoneOf, quantity, unixTime, wallTime, yuan } from '../../../app/features/vendors/fields.ts'
import { readLossless } from '../../../app/features/vendors/losslessJson.ts'
import { orderOf } from '../../../app/features/vendors/orderOf.ts'

describe('what malls write', () => {
  it('keeps every number as it was written: 2^53 and one more, and amounts that are no floats', () => {
    const text = '{"order_id":9007199254740993001,"sum":19.90,"list":[1e3,-0.0],"text":"12"}'
    expect(readLossless(text)).to.deep.equal({
      order_id: '9007199254740993001',
      sum: '19.90',
      list: ['1e3', '-0.0'],
      text: '12',
    })
    expect((JSON.parse(text) as { order_id: number }).order_id).to.equal(9_007_199_254_740_993_000)
  })

  it('refuses what two readers might read in two ways', () => {
    for (const text of ['{"a":1,"a":2}', '{"a":1}x', "{'a':1}", '{"a":01}', '[1,]', 'NaN', ''])
      expect(() => readLossless(text), text).to.throw(UnreadableError)
    const { a } = readLossless('{"__proto__":{"a":1},"b":2}') as { a?: unknown }
    expect(a).to.equal(undefined)
  })

  it('reads any amount of fen from its yuan, exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_007_199_254_740_991 }), (sum) => {
        const digits = String(sum).padStart(3, '0')
        expect(yuan.parse(`${digits.slice(0, -2)}.${digits.slice(-2)}`)).to.equal(sum)
      }),
    )
  })

  for (const [what, field, good, bad] of [
    [
      'yuan',
      yuan,
      { '0': 0, '199': 19_900, '19.9': 1990, '0.01': 1 },
      ['-1', '+1', '1.', '.5', '1.001', '1e2', '¥1', '1,000', ' 1', ''],
    ],
    ['fen', fen, { '0': 0, '19900': 19_900 }, ['-1', '1.0', '1e2', '90071992547409930', '']],
    [
      'an id of 64 bits',
      int64,
      { '9223372036854775807': '9223372036854775807' },
      ['-1', '1.5', 'x', '', '9'.repeat(21)],
    ],
    ['a quantity', quantity, { '2': 2, '2.00': 2 }, ['-1', '1.5', 'x', '']],
    [
      'unix time',
      unixTime,
      { '0': undefined, '1795222830': 1_795_222_830_000, '1795222830123': 1_795_222_830_123 },
      ['1', '-1', 'now'],
    ],
    [
      'wall time',
      wallTime,
      { '2026-11-21 09:00:30': Date.parse('2026-11-21T09:00:30+08:00') },
      ['2026-02-30 09:00:00', '2026-11-21', '2026-11-21 24:00:00', '2026-11-21T09:00:30Z', ''],
    ],
  ] as const)
    it(`reads ${what} and nothing like it`, () => {
      for (const [text, value] of Object.entries(good)) expect(field.parse(text), text).to.equal(value)
      for (const text of bad) expect(field.safeParse(text).success, text).to.equal(false)
    })

  it('takes the first phone that is whole, and a masked or encrypted one for none', () => {
    expect(phoneOf('138****0001', '$abc$1$', '+86 138 0000 0002')).to.equal('13800000002')
    expect(phoneOf(undefined, '')).to.equal(undefined)
  })
})

describe('an order of a mall', () => {
  const base = {
    ...{ source: 'youzan' as const, orderNo: 'E1', channel: 'online' as const, storeCode: undefined },
    ...{ orderedAtMs: 0, paidAtMs: 1000, buyer: {} },
  }
  const lineOf = (paidFen: number, index: number) => ({
    ...{ lineNo: String(index), productCode: undefined, name: undefined, quantity: undefined, paidFen },
  })
  const sums = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 30 })

  it('has lines that add up to what was paid, freight on top of each by its amount', () => {
    fc.assert(
      fc.property(sums, fc.integer({ min: 0, max: 100_000 }), (paid, freightFen) => {
        const goodsFen = paid.reduce((sum, one) => sum + one, 0)
        const order = orderOf({ ...base, lines: paid.map(lineOf), freightFen, paidFen: goodsFen + freightFen })
        expect(order.lines.reduce((sum, line) => sum + line.paidFen, 0)).to.equal(goodsFen + freightFen)
        for (const [index, line] of order.lines.entries()) {
          const onTop = line.paidFen - (paid[index] ?? 0)
          expect(onTop).to.be.at.least(0)
          if (goodsFen > 0) expect(onTop).to.be.closeTo((freightFen * (paid[index] ?? 0)) / goodsFen, 1)
        }
      }),
    )
  })

  it('is refused when they do not, by a single fen', () => {
    fc.assert(
      fc.property(sums, fc.constantFrom(-1, 1), (paid, off) => {
        const paidFen = paid.reduce((sum, one) => sum + one, 0) + off
        expect(() => orderOf({ ...base, lines: paid.map(lineOf), freightFen: 0, paidFen })).to.throw(UnreadableError)
      }),
    )
  })
})
