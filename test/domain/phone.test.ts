import { expect } from 'chai'
import { maskPhone, maskPhonesIn, readPhone } from '../../app/domain/phone.ts'

describe('reading a phone', () => {
  for (const text of [
    '13800000001',
    '+86 138-0000-0001',
    '0086 13800000001',
    '8613800000001',
    '１３８０００００００１',
    '(138) 0000 0001',
  ]) {
    it(`reads ${text}`, () => expect(readPhone(text)).to.deep.equal({ ok: true, phone: '13800000001' }))
  }
  for (const [text, why] of [
    ['138****0001', 'masked'],
    ['138xxxx0001', 'masked'],
    ['1.38E+10', 'rounded'],
    ['12800000001', 'not_a_mobile'],
    ['1380000000', 'not_a_mobile'],
    ['021-64330000', 'not_a_mobile'],
    ['', 'not_a_mobile'],
  ] as const) {
    it(`refuses "${text}" as ${why}`, () => expect(readPhone(text)).to.deep.equal({ ok: false, why }))
  }
  it('shows a phone masked', () => expect(maskPhone('13800000001')).to.equal('138****0001'))

  it('masks the phones in a name, and no longer number', () =>
    expect(maskPhonesIn('林晓13800000001 / 9138000000012')).to.equal('林晓138****0001 / 9138000000012'))
})
