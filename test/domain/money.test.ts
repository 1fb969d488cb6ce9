import { expect } from 'chai'
import fc from 'fast-check'
import { formatYuan, isSafeFen, parseYuan, splitByShares } from '../../app/domain/money.ts'

describe('money', () => {
  const readable: [text: string, fen: number][] = [
    ['199', 19900],
    ['19.99', 1999],
    ['0.1', 10],
    ['0', 0],
    ['-0', 0],
    ['¥199.00', 19900],
    ['￥199.5', 19950],
    ['1,299.00', 129900],
    ['¥1,234,567.89', 123456789],
    ['１９９．００', 19900],
    ['￥１，２９９', 129900],
    ['(99.00)', -9900],
    ['（99.00）', -9900],
    ['¥(99)', -9900],
    ['(¥99)', -9900],
    ['-99', -9900],
    ['-¥99.00', -9900],
    ['¥-99.00', -9900],
    [' 12 ', 1200],
    ['+5', 500],
  ]
  for (const [text, fen] of readable) {
    it(`reads ${JSON.stringify(text)} as ${fen} fen`, () => expect(parseYuan(text)).to.deep.equal({ ok: true, fen }))
  }

  const refused: [text: string, why: string][] = [
    ['', 'empty'],
    ['  ', 'empty'],
    ['12.999', 'too_many_decimals'],
    ['1e3', 'not_a_number'],
    ['NaN', 'not_a_number'],
    ['Infinity', 'not_a_number'],
    ['0x10', 'not_a_number'],
    ['1,29.00', 'not_a_number'],
    ['12.', 'not_a_number'],
    ['.5', 'not_a_number'],
    ['--5', 'not_a_number'],
    ['(-5)', 'not_a_number'],
    ['-(5)', 'not_a_number'],
    ['=1+1', 'not_a_number'],
    ['12元', 'not_a_number'],
    ['90071992547409.92', 'too_large'],
  ]
  for (const [text, why] of refused) {
    it(`refuses ${JSON.stringify(text)}: ${why}`, () => expect(parseYuan(text)).to.deep.equal({ ok: false, why }))
  }

  it('writes amounts the one way they are shown', () => {
    expect(formatYuan(129900)).to.equal('¥1,299.00')
    expect(formatYuan(-9900)).to.equal('-¥99.00')
    expect(formatYuan(0)).to.equal('¥0.00')
    expect(formatYuan(5)).to.equal('¥0.05')
    expect(formatYuan(-123456789)).to.equal('-¥1,234,567.89')
  })

  it('reads back whatever it writes', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (fen) => {
        expect(parseYuan(formatYuan(fen))).to.deep.equal({ ok: true, fen })
      }),
    )
  })

  it('knows a safe amount', () => {
    expect(isSafeFen(1)).to.equal(true)
    for (const bad of [1.5, 2 ** 53, Number.NaN, '1', undefined]) expect(isSafeFen(bad)).to.equal(false)
  })
})

describe('splitByShares', () => {
  const shares = fc.uniqueArray(fc.record({ key: fc.string({ maxLength: 3 }), parts: fc.nat(1000) }), {
    minLength: 1,
    maxLength: 6,
    selector: (share) => share.key,
  })

  it('gives one fen among three to the first key', () => {
    const three = ['c', 'a', 'b'].map((key) => ({ key, parts: 1 }))
    expect(splitByShares(1, three)).to.deep.equal([
      { key: 'a', fen: 1 },
      { key: 'b', fen: 0 },
      { key: 'c', fen: 0 },
    ])
  })

  it('sums exactly to the total, also for refunds and amounts near the limit', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), shares, (total, split) => {
        const pieces = splitByShares(total, split)
        expect(pieces.reduce((sum, piece) => sum + BigInt(piece.fen), 0n)).to.equal(BigInt(total))
      }),
    )
  })

  it('stays within one fen of the ideal piece and does not depend on the order of the shares', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), shares, (total, split) => {
        const partsSum = split.reduce((sum, share) => sum + share.parts, 0)
        fc.pre(partsSum > 0)
        const pieces = splitByShares(total, split)
        for (const { key, parts } of split) {
          const piece = pieces.find((candidate) => candidate.key === key)
          expect(Math.abs(piece!.fen - (total * parts) / partsSum)).to.be.lessThan(1)
        }
        expect(splitByShares(total, [...split].reverse())).to.deep.equal(pieces)
      }),
    )
  })

  it('is the mirror of itself for a negative total', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), shares, (total, split) => {
        const mirrored = splitByShares(-total, split).map(({ key, fen }) => ({ key, fen: 0 - fen }))
        expect(mirrored).to.deep.equal(splitByShares(total, split))
      }),
    )
  })
})
