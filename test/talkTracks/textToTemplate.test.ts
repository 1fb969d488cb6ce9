import { expect } from 'chai'
import fc from 'fast-check'
import { checkTemplate } from '../../app/talkTracks/checkTemplate.ts'
import { compileTemplate } from '../../app/talkTracks/compileTemplate.ts'
import { FACT_NAMES } from '../../app/talkTracks/factNames.ts'
import { textToTemplate } from '../../app/talkTracks/textToTemplate.ts'
import type { TalkTrackFacts } from '../../app/talkTracks/types.ts'
import { callsByName, unwelcomeIn } from '../../app/talkTracks/unwelcome.ts'

const FACTS: TalkTrackFacts = {
  customerName: '王女士',
  guideName: '林晓',
  storeName: '徐汇店',
  productName: '白毫银针 250g',
  points: '1,280',
  daysSince: '3',
}

function fill(template: string, facts: TalkTrackFacts): string {
  const checked = checkTemplate(template, FACT_NAMES)
  expect(checked.faults).to.deep.equal([])
  return compileTemplate(checked)({ ...facts }).text
}

describe('a sentence made a template again', () => {
  const cases: [string, string][] = [
    ['王女士，白毫银针 250g 喝着顺口吗', '{{#if customerName}}{{customerName}}，{{/if}}{{productName}} 喝着顺口吗'],
    ['我是徐汇店林晓', '我是{{storeName}}{{guideName}}'],
    ['过了 3 天，13 天，3.5 折', '过了 {{daysSince}} 天，13 天，{{daysSince}}.5 折'],
    ['您有 1,280 积分，不是 11,280', '您有 {{points}} 积分，不是 11,280'],
    ['这样写 {{constructor}} 也只是字', '这样写 \\{{constructor}} 也只是字'],
  ]
  for (const [text, template] of cases)
    it(text, () => {
      expect(textToTemplate(text, FACTS)).to.equal(template)
      expect(fill(template, FACTS)).to.equal(text)
    })

  it('takes the longer of two facts: the product, not the brand in it', () => {
    expect(textToTemplate('老白茶到了', { brandName: '老白', productName: '老白茶' })).to.equal('{{productName}}到了')
  })

  it('refuses what no template can say', () => {
    for (const text of ['{王女士}', '{{王女士}}']) expect(textToTemplate(text, FACTS)).to.equal(undefined)
  })

  it('renders to the same text with the same facts, or is none', () => {
    const sign = fc.constantFrom(
      '{',
      '}',
      '{{',
      '}}',
      '\\',
      '#if',
      '/if',
      '~',
      '!',
      '--',
      '>',
      '&',
      '\n',
      ' ',
      '王',
      '3',
    )
    const piece = fc.oneof(sign, fc.constantFrom(...Object.values(FACTS)), fc.string({ unit: 'binary', maxLength: 6 }))
    const facts = fc.record(
      {
        customerName: fc.string({ unit: 'grapheme', maxLength: 12 }),
        productName: fc.string({ maxLength: 12 }),
        daysSince: fc.nat(40).map(String),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), facts, (pieces, others) => {
        const text = pieces.join('')
        for (const known of [FACTS, { ...FACTS, ...others }]) {
          const template = textToTemplate(text, known)
          if (template !== undefined) expect(fill(template, known)).to.equal(text.replace(/\r\n?/g, '\n').trim())
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('what must not stand in a text for everybody', () => {
  it('a number that could be called or looked up, however it is spaced', () => {
    for (const text of [
      '打 13800000001',
      '１３８ ０００ ００００１',
      '138-0000-0001',
      '021 5555 6666',
      '订单 20261121001',
      '1 3 8 0 0 0 0 0 0 0 1',
    ])
      expect(unwelcomeIn(text), text).to.equal('number')
  })

  it('a link or an address', () => {
    for (const text of ['https://a.b', '看 WWW.shop.com', 'shop.cn/1', 'weixin://dl', 'ｗｗｗ.x', 'a@b.cn'])
      expect(unwelcomeIn(text), text).to.equal('link')
  })

  it('lets prices, days and spoons pass', () => {
    for (const text of ['3 克 90 度泡 20 秒', '满 300 减 30，到 11月30日', '250g 装，1,280 积分', '第 1、2、3 泡'])
      expect(unwelcomeIn(text), text).to.equal(undefined)
  })
})

describe('a part of a name left in a text', () => {
  it('is found: given name, pet name, surname with a title', () => {
    for (const text of ['芳芳，您好', '小芳来坐坐', '芳姐慢走', '王姐，东西到了', '王女士您好'])
      expect(callsByName(text, '王芳芳'), text).to.equal(true)
    expect(callsByName('娜娜，您好', '欧阳娜娜')).to.equal(true)
    expect(callsByName('阿明，您好', '李明')).to.equal(true)
  })

  it('is not seen where nobody is called', () => {
    for (const name of ['王芳芳', 'Amy', '快乐的小鱼儿', ''])
      for (const text of ['您好，东西到了，芳香还在吗', '{{customerName}}您好'])
        expect(callsByName(text, name), `${name}: ${text}`).to.equal(false)
  })
})
