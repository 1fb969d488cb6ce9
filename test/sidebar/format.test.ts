import { expect } from 'chai'
import fc from 'fast-check'
import {
  addDays,
  businessDayOf,
  countDays,
  formatDay,
  formatMoment,
  formatWholeYuan,
  formatYuan,
} from '../../sidebar/shared/format.ts'

const NOW = Date.parse('2026-11-21T00:05:00+08:00')

describe('how figures and days are said', () => {
  it('says money to the fen, with separators and a minus sign', () => {
    expect(formatYuan(19900)).to.equal('¥199.00')
    expect(formatYuan(5)).to.equal('¥0.05')
    expect(formatYuan(-123456789)).to.equal('−¥1,234,567.89')
    expect(formatYuan(0)).to.equal('¥0.00')
    expect(formatWholeYuan(128950)).to.equal('¥1,290')
  })

  it('loses no fen of any amount', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (fen) => {
        const said = formatYuan(fen).replace('−', '-').replace(/[¥,.]/g, '')
        expect(Number(said)).to.equal(fen)
      }),
    )
  })

  it('says days as people do, by the day of Beijing', () => {
    const at = (text: string) => Date.parse(text)
    expect(formatMoment(NOW, NOW)).to.equal('今天 00:05')
    expect(formatDay(at('2026-11-20T23:59:00+08:00'), NOW)).to.equal('昨天')
    expect(formatDay(at('2026-11-22T10:00:00+08:00'), NOW)).to.equal('明天')
    expect(formatDay(at('2026-10-03T10:00:00+08:00'), NOW)).to.equal('10月3日')
    expect(formatDay(at('2025-12-31T16:00:00Z'), NOW)).to.equal('1月1日')
    expect(formatDay(at('2025-10-03T10:00:00+08:00'), NOW)).to.equal('2025年10月3日')
  })

  it('counts business days over month and year ends', () => {
    expect(businessDayOf(Date.parse('2026-12-31T16:00:00Z'))).to.equal('2027-01-01')
    expect(addDays('2026-03-01', -1)).to.equal('2026-02-28')
    expect(countDays('2026-12-31', '2027-01-01')).to.equal(2)
  })
})
