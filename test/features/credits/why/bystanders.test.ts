import { expect } from 'chai'
import { addCustomer, bind } from '../ledgerBench.ts'
import { describeWhy, line } from './whyBench.ts'

const BUYER = { buyer: { externalUserId: 'wm1' } }

describeWhy('who else had to do with the customer', (opened) => {
  it('a colleague who added them too: friends later, and the sale stays with who brought them', async () => {
    const { alsoFriend, boundTo, given, guides, load, read } = opened()
    await boundTo(guides.lin)
    await alsoFriend(guides.lin, '2026-10-01')
    await alsoFriend(guides.zhou, '2026-11-03')
    await given(BUYER)
    expect((await read()).at(-1)).to.equal('没有计给周敏：周敏 2026年11月3日也加了买家好友，但付款时买家是林晓的客户')
    // Named, and no more: what a colleague's customer buys is still not theirs to see.
    expect((await load('N1')).subject.relatedGuideIds).to.not.include(guides.zhou)
  })

  it('who added them only after the payment is not spoken of', async () => {
    const { alsoFriend, boundTo, given, guides, read } = opened()
    await boundTo(guides.lin)
    await alsoFriend(guides.zhou, '2026-11-30')
    await given(BUYER)
    expect((await read()).join()).to.not.include('周敏')
  })

  it('whose customer they became later: it does not reach back', async () => {
    const { db, given, guides, read } = opened()
    await addCustomer(db, 'wm1', '2026-10-01')
    await given(BUYER)
    await bind(db, 'wm1', guides.zhou, '2026-11-25')
    expect((await read()).slice(-3)).to.deep.equal([
      '付款时买家还不是任何导购的客户',
      '没有导购可计，计入徐汇店门店池',
      '没有计给周敏：买家 2026年11月25日才成为周敏的客户，在付款之后，不往回算',
    ])
  })

  it('whose customer they had been: it was over at payment', async () => {
    const { db, given, guides, read } = opened()
    await addCustomer(db, 'wm1', '2026-10-01')
    await bind(db, 'wm1', guides.zhou, '2026-10-01', '2026-11-10')
    await bind(db, 'wm1', guides.lin, '2026-11-10')
    await given(BUYER)
    expect((await read()).at(-1)).to.equal('没有计给周敏：买家到2026年11月10日为止是周敏的客户，付款时已经不是')
  })

  it('nobody is told of twice: who is named on the line has been told of there', async () => {
    const { alsoFriend, boundTo, given, guides, read } = opened()
    await boundTo(guides.lin)
    await alsoFriend(guides.zhou, '2026-11-03')
    await given({ ...BUYER, lines: [line({ servedByGuide: 'guide.zhou' })] })
    expect((await read()).filter((sentence) => sentence.startsWith('没有计给周敏'))).to.have.length(1)
  })

  it('says nothing of them where the buyer was not known', async () => {
    const { alsoFriend, boundTo, given, guides, read } = opened()
    await boundTo(guides.lin)
    await alsoFriend(guides.zhou, '2026-11-03')
    await given({ lines: [line()] })
    expect((await read()).join()).to.not.match(/没有计给/)
  })
})
