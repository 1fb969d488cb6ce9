import { expect } from 'chai'
import { Member } from '../../../../app/db/entities/customers.ts'
import { addCustomer } from '../ledgerBench.ts'
import { ANONYMOUS, describeWhy, JUDGED, line, MAY_CLAIM } from './whyBench.ts'

const TO_LIN = '计给林晓：付款时买家是林晓的客户（2026年10月1日起，扫了林晓的码）'

describeWhy('who got it', (opened) => {
  it('bound: the guide whose customer it was, and why not the one who served', async () => {
    const { boundTo, given, read, tell, guides } = opened()
    await boundTo(guides.lin)
    await given({ buyer: { externalUserId: 'wm1' }, lines: [line({ servedByGuide: 'guide.zhou' })] })
    expect(await read()).to.deep.equal([
      '这单归林晓，¥199.00',
      '# 付款 林晓 19900',
      JUDGED,
      '认得买家：下单时带着微信客户的身份',
      TO_LIN,
      '没有计给周敏：单上写的服务导购是周敏，但这版规则先看客户是谁带来的',
    ])
    expect((await tell()).rule).to.deep.equal({
      version: 1,
      title: '先到先得',
      text: '先看付款时是谁的客户，就计给谁。没有的，依次看：单上写的服务导购、分享下单链接的导购、认不出买家就先等 30 天、门店池。付款满 30 天后结算。',
    })
  })

  it('served and shared, line by line: what is alike is told once, each line by its name', async () => {
    const { given, read } = opened()
    const lines = [
      line({ servedByGuide: 'guide.zhou' }),
      line({ lineNo: '2', name: '杯' }),
      line({ lineNo: '3', name: '罐', servedByGuide: 'old.wang' }),
    ]
    await given({ sharedByGuide: 'guide.lin', lines })
    expect(await read()).to.deep.equal([
      '这单由林晓、周敏分，共 ¥398.00；还有 ¥199.00 没归人，等认出买家，最晚等到2026年12月21日',
      '# 付款 林晓 19900 周敏 19900 待归属 19900',
      JUDGED,
      ANONYMOUS,
      '「茶」，计给周敏：单上写的服务导购是周敏，付款当天在岗',
      '「茶」，没有计给林晓：分享下单链接的是林晓，但这版规则先看谁是单上写的服务导购',
      '「杯」，计给林晓：分享下单链接的是林晓，付款当天在岗',
      '「罐」，单上写的服务导购是「old.wang」，不在导购名单里，没法计',
      '「罐」，还不知道买家是谁，先不计给任何人；2026年12月21日前认出买家就重新判定，到期还认不出就计入徐汇店门店池',
      MAY_CLAIM,
    ])
  })

  it('a known buyer whom nobody has brought: the pool of the store', async () => {
    const { db, given, read } = opened()
    await addCustomer(db, 'wm2', '2026-10-01')
    await given({ buyer: { externalUserId: 'wm2' } })
    expect(await read()).to.deep.equal([
      '这单归徐汇店门店池，¥199.00',
      '# 付款 徐汇店门店池 19900',
      JUDGED,
      '认得买家：下单时带着微信客户的身份',
      '付款时买家还不是任何导购的客户',
      '没有导购可计，计入徐汇店门店池',
    ])
  })

  it('split between who brought, who served and the store, under a version of its own', async () => {
    const { bench, boundTo, given, read, tell, guides } = opened()
    const shares = { brought: 60, served: 30, shared: 0, store: 10 }
    const [first] = bench.deps.rules.attribution
    if (!first) throw new Error('no rules')
    const split = { ...first, version: 2, title: '带客与服务共享', effectiveFrom: '2026-11-01', shares }
    bench.deps.rules.attribution.push(split)
    await boundTo(guides.lin)
    await given({ buyer: { externalUserId: 'wm1' }, lines: [line({ servedByGuide: 'guide.zhou' })] })
    expect(await read()).to.deep.equal([
      '这单由林晓、周敏、徐汇店门店池分，共 ¥199.00',
      '# 付款 林晓 11940 周敏 5970 徐汇店门店池 1990',
      '按付款当天的规则（第 2 版「带客与服务共享」）判定',
      '认得买家：下单时带着微信客户的身份',
      '计给林晓 60%：付款时买家是林晓的客户（2026年10月1日起，扫了林晓的码）',
      '计给周敏 30%：单上写的服务导购是周敏，付款当天在岗',
      '徐汇店门店池 10%：规则里门店占的份',
    ])
    expect((await tell()).rule?.text).to.match(
      /^先看付款时是谁的客户；带来客户的得 60%，单上写的服务导购得 30%，门店得 10%。/,
    )
  })

  it('several who served: that their parts are those of the slip', async () => {
    const { given, read } = opened()
    const servedBy = [
      { guide: 'guide.lin', parts: 60 },
      { guide: 'guide.zhou', parts: 40 },
    ]
    await given({ lines: [line({ servedBy })] })
    expect((await read()).slice(-3)).to.deep.equal([
      '计给林晓 60%：单上写的服务导购是林晓，付款当天在岗',
      '计给周敏 40%：单上写的服务导购是周敏，付款当天在岗',
      '一起服务的几位，比例照单上写的；没写就平分',
    ])
  })

  it('a member whom no guide has added: that it is known who bought, and whose customer they were not', async () => {
    const { bench, db, given, read } = opened()
    const phoneKey = bench.deps.vault.keyOf('phone', '13800000001')
    const blank = { externalUserId: null, phoneSealed: null, unionKey: null, birthday: null, birthMonthDay: null }
    const member = { memberNo: 'M1', name: '', tier: '', points: 0, updatedAt: 0, phoneKey, ...blank }
    await db.transaction((tx) => tx.insert(Member, member))
    await given({ buyer: { phone: '13800000001' }, lines: [line({ servedByGuide: 'guide.lin' })] })
    expect((await read()).slice(-2)).to.deep.equal([
      '买家是会员，但付款时还不是任何导购的客户',
      '计给林晓：单上写的服务导购是林晓，付款当天在岗',
    ])
  })

  it('where it counts, when the guide works in another store than the sale', async () => {
    const { given, read } = opened()
    await given({ lines: [line({ servedByGuide: 'guide.wu' })] })
    const told = await read()
    expect(told[1]).to.equal('# 付款 吴昊（记在国贸店） 19900')
    expect(told.at(-1)).to.equal('吴昊当天属于国贸店，业绩记在那里')
  })

  it('names everybody it speaks of, also who got nothing', async () => {
    const { boundTo, given, read, guides } = opened()
    await boundTo(guides.lin)
    await given({ buyer: { externalUserId: 'wm1' }, lines: [line({ servedByGuide: 'guide.wu' })] })
    const told = (await read()).join()
    expect(told).to.include('吴昊')
    expect(told).to.not.match(/导购 \d/)
  })

  it('the list for machines says the amounts too', async () => {
    const { given, tell } = opened()
    await given({ lines: [line({ servedByGuide: 'guide.lin' })] })
    expect((await tell()).why).to.deep.equal([
      '2026年11月21日：付款，林晓 +¥199.00',
      `2026年11月21日：${JUDGED}`,
      `2026年11月21日：${ANONYMOUS}`,
      '2026年11月21日：计给林晓：单上写的服务导购是林晓，付款当天在岗',
    ])
  })
})
