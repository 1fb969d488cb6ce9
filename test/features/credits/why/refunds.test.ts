import { expect } from 'chai'
import { ANONYMOUS, describeWhy, JUDGED, line } from './whyBench.ts'

describeWhy('refunds', (opened) => {
  it('in part, then too much: from whoever got it, never more than there was', async () => {
    const { given, read, refunded } = opened()
    await given({ lines: [line({ servedByGuide: 'guide.lin' })] })
    await refunded()
    expect((await read())[0]).to.equal('这单归林晓，¥100.00')
    const lines = [
      { lineNo: '1', refundFen: 15000 },
      { lineNo: '9', refundFen: 100 },
    ]
    await refunded({ refundNo: 'R2', refundedAt: '2026-11-26T10:00:00+08:00', lines })
    expect(await read()).to.deep.equal([
      '这单已全部退款，¥199.00 都扣回了',
      '# 付款 林晓 19900',
      JUDGED,
      ANONYMOUS,
      '计给林晓：单上写的服务导购是林晓，付款当天在岗',
      '# 退款 林晓 -9900',
      '退款 ¥99.00，谁得的从谁扣：林晓 ¥99.00',
      '# 退款 林晓 -10000',
      '退款 ¥100.00，谁得的从谁扣：林晓 ¥100.00',
      '退款比实付多出 ¥50.00，多出的没有从任何人扣，已列给总部核对',
      '退款单里有 ¥1.00 对不上单里的商品，没有从任何人扣，已列给总部核对',
    ])
  })

  it('before its order: in suspense first, then from whoever got the sale', async () => {
    const { given, read, refunded, tell } = opened()
    await refunded({ lines: [{ lineNo: '1', refundFen: 5000 }] })
    await given({ lines: [line({ servedByGuide: 'guide.zhou' })] })
    expect((await read()).slice(-3)).to.deep.equal([
      '# 退款 周敏 -5000',
      '退款单比订单先到，先挂账；订单到了，再从该扣的人扣',
      '退款 ¥50.00，谁得的从谁扣：周敏 ¥50.00',
    ])
    expect((await tell()).postings.map(({ causeText, why }) => `${causeText}：${why.at(-1)}`)).to.deep.equal([
      '退款：退款 ¥50.00，记在挂账',
      '付款：计给周敏：单上写的服务导购是周敏，付款当天在岗',
      '退款：退款 ¥50.00，谁得的从谁扣：周敏 ¥50.00',
      '退款：订单到了，挂账转到订单上',
    ])
  })
})
