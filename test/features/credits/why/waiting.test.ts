import { expect } from 'chai'
import { addCustomer, bind } from '../ledgerBench.ts'
import { AGAIN, describeWhy, JUDGED, line, MAY_CLAIM } from './whyBench.ts'

const PHONE = '13800000001'

describeWhy('an unknown buyer', (opened) => {
  it('waiting in vain: the pool after the wait', async () => {
    const { bench, given, read } = opened()
    await given({ buyer: { phone: PHONE } })
    const waiting = await read()
    expect(waiting[0]).to.equal('这单还没归人，¥199.00 等认出买家，最晚等到2026年12月21日')
    expect(waiting.at(-1)).to.equal(MAY_CLAIM)
    bench.setNow('2026-12-22T10:00:00')
    await bench.runJob({ kind: 'credits.endWaits', payload: {} })
    const told = await read()
    expect(told[0]).to.equal('这单归徐汇店门店池，¥199.00')
    expect(told).to.not.include(MAY_CLAIM)
    expect(told.slice(-3)).to.deep.equal([
      '# 等待期满 徐汇店门店池 19900 待归属 -19900',
      '等到期限也没认出买家，不再等',
      '没有导购可计，计入徐汇店门店池',
    ])
  })

  it('identified while it waited: judged anew, by which fact, and both rounds are told', async () => {
    const { boundTo, given, identify, read, guides } = opened()
    await boundTo(guides.wu)
    await given({ buyer: { phone: PHONE } })
    await identify(PHONE, 'wm1', '2026-11-30')
    expect(await read()).to.deep.equal([
      '这单归吴昊，¥199.00',
      '# 付款 待归属 19900',
      JUDGED,
      '付款时还认不出买家，看不出是谁的客户',
      '还不知道买家是谁，先不计给任何人；2026年12月21日前认出买家就重新判定，到期还认不出就计入徐汇店门店池',
      '# 认出买家 吴昊（记在国贸店） 19900 待归属 -19900',
      '认出了买家：单上的手机号对上了',
      AGAIN,
      '计给吴昊：付款时买家是吴昊的客户（2026年10月1日起，扫了吴昊的码）',
      '吴昊当天属于国贸店，业绩记在那里',
    ])
  })

  it('identified by the order number that a guide typed: that is said, and who it was', async () => {
    const { boundTo, claimed, given, identify, load, read, guides } = opened()
    await boundTo(guides.wu)
    await given({ buyer: { phone: PHONE } })
    const { order } = await load('N1')
    await identify(PHONE, 'wm1', '2026-11-30', order.id)
    expect(await read()).to.include('认出了买家：导购在客户资料里填了这张单的订单号')
    await claimed(guides.zhou, order.id)
    expect(await read()).to.include('认出了买家：周敏在客户资料里填了这张单的订单号')
  })

  it('identified too late: the credit stays, and that is said', async () => {
    const { bench, boundTo, given, identify, read, guides } = opened()
    await boundTo(guides.lin)
    await given({ buyer: { phone: PHONE } })
    bench.setNow('2026-12-25T10:00:00')
    await bench.runJob({ kind: 'credits.endWaits', payload: {} })
    await identify(PHONE, 'wm1', '2026-12-25')
    expect((await read()).at(-1)).to.equal('认出了买家，但等待期到2026年12月21日已经过了，不再改')
  })

  it('a decision about nothing that is left says only that: nobody reads who would have got it', async () => {
    const { db, given, identify, read, refunded } = opened()
    await given({ buyer: { phone: PHONE } })
    await refunded({ lines: [{ lineNo: '1', refundFen: 19900 }] })
    await addCustomer(db, 'wm2', '2026-11-28')
    await identify(PHONE, 'wm2', '2026-11-30')
    const told = await read()
    expect(told).to.include('退款 ¥199.00，这笔还没归人，从待归属里扣')
    expect(told.slice(told.indexOf('# 认出买家'))).to.deep.equal([
      '# 认出买家',
      '认出了买家：单上的手机号对上了',
      '这单的钱已经全部退了，没有业绩可动',
    ])
  })

  it('a decision that ends the same says that nothing changes', async () => {
    const { boundTo, given, identify, read, guides } = opened()
    await boundTo(guides.lin)
    await given({ buyer: { phone: PHONE }, lines: [line({ servedByGuide: 'guide.lin' })] })
    await identify(PHONE, 'wm1', '2026-11-30')
    expect((await read()).at(-1)).to.equal('结果和原来一样，业绩不动')
  })

  it('a number that fits two customers is a matter for the office, and that is said', async () => {
    const { bench, db, given, guides, read } = opened()
    await addCustomer(db, 'wm1', '2026-10-01', bench.deps.vault.keyOf('union', 'u1'))
    await addCustomer(db, 'wm2', '2026-10-01', bench.deps.vault.keyOf('union', 'u1'))
    await bind(db, 'wm1', guides.lin, '2026-10-01')
    await given({ buyer: { unionId: 'u1' } })
    const told = await read()
    expect(told[3]).to.equal('单上留的号码对得上不止一位客户，等总部核对是哪一位')
    expect(told).to.not.include(MAY_CLAIM)
  })
})
