import { expect } from 'chai'
import fc from 'fast-check'
import { CallbackXmlError, parseFlatXml } from '../../src/callback/xml.ts'

function plain(xml: string): unknown {
  return JSON.parse(JSON.stringify(parseFlatXml(xml), (_, value) => (value instanceof Map ? [...value] : value)))
}

describe('callback XML: what is read', () => {
  const read: Record<string, [string, unknown]> = {
    'text and CDATA alike': [
      '<xml><A>1</A><B><![CDATA[2]]></B></xml>',
      [
        ['A', ['1']],
        ['B', ['2']],
      ],
    ],
    'children of one name stay a list': ['<xml><I>1</I><I>2</I></xml>', [['I', ['1', '2']]]],
    'nested elements': ['<xml><L><I>1</I></L></xml>', [['L', [[['I', ['1']]]]]]],
    'line feeds between elements': ['\n<xml>\n <A>1</A>\n</xml>\n', [['A', ['1']]]],
    'empty elements': [
      '<xml><A></A><B/><C><![CDATA[]]></C></xml>',
      [
        ['A', ['']],
        ['B', ['']],
        ['C', ['']],
      ],
    ],
    'named and numeric entities': ['<xml><A>&lt;&amp;&gt;&quot;&apos;&#33;&#x8336;</A></xml>', [['A', ['<&>"\'!茶']]]],
    'nothing is decoded in CDATA': ['<xml><A><![CDATA[<b>&amp;&bad;</b>]]></A></xml>', [['A', ['<b>&amp;&bad;</b>']]]],
    'CDATA in parts': ['<xml><A><![CDATA[a]]]]><![CDATA[>b]]></A></xml>', [['A', ['a]]>b']]]],
    'a declaration before the root': ['<?xml version="1.0"?><xml><A>1</A></xml>', [['A', ['1']]]],
    'attributes are read over': ['<xml v="1"><A b=\'>\'>1</A></xml>', [['A', ['1']]]],
    'an element that is named like a prototype': ['<xml><__proto__>1</__proto__></xml>', [['__proto__', ['1']]]],
    'an empty root': ['<xml></xml>', []],
  }
  for (const [name, [xml, expected]] of Object.entries(read)) {
    it(name, () => expect(plain(xml)).to.deep.equal(expected))
  }

  it('an element named __proto__ changes no prototype', () => {
    parseFlatXml('<xml><__proto__><polluted>1</polluted></__proto__></xml>')
    expect(({} as Record<string, unknown>).polluted).to.equal(undefined)
  })
})

describe('callback XML: what is refused', () => {
  const refused: Record<string, string> = {
    'nothing at all': '',
    'text only': 'hello',
    JSON: '{"a":1}',
    DOCTYPE: '<!DOCTYPE xml><xml><A>1</A></xml>',
    'billion laughs': '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml><A>&b;</A></xml>',
    'external entity': '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><A>&e;</A></xml>',
    'an unknown entity': '<xml><A>&e;</A></xml>',
    'an entity named like a prototype': '<xml><A>&toString;</A></xml>',
    'a bare ampersand': '<xml><A>a & b</A></xml>',
    'a surrogate as number': '<xml><A>&#xD800;</A></xml>',
    'a number past Unicode': '<xml><A>&#x110000;</A></xml>',
    'NUL as number': '<xml><A>&#0;</A></xml>',
    comment: '<xml><!-- x --><A>1</A></xml>',
    'tags that do not match': '<xml><A>1</B></xml>',
    'a tag left open': '<xml><A>1</xml>',
    'CDATA left open': '<xml><A><![CDATA[1</A></xml>',
    'cut in the middle': '<xml><A>1</A>',
    'text beside elements': '<xml>x<A>1</A></xml>',
    'text after the root': '<xml><A>1</A></xml>x',
    'two roots': '<xml></xml><xml></xml>',
    'an instruction inside': '<xml><?php ?><A>1</A></xml>',
    'a tag that is no name': '<xml><1>1</1></xml>',
  }
  for (const [name, xml] of Object.entries(refused)) {
    it(name, () => expect(() => parseFlatXml(xml)).to.throw(CallbackXmlError))
  }

  it('ten levels are read, eleven are not', () => {
    const nest = (levels: number) => '<a>'.repeat(levels) + '</a>'.repeat(levels)
    expect(parseFlatXml(nest(10)).size).to.equal(1)
    expect(() => parseFlatXml(nest(11))).to.throw('nested too deeply')
  })

  it('bombs cost no more than their length', () => {
    const bombs = [
      '<a>'.repeat(200_000),
      `<xml>${'<a/>'.repeat(16_000)}</xml>`,
      `<xml><A>${'&amp;'.repeat(13_000)}</A></xml>`,
      `<xml><A>${'&'.repeat(65_000)}</A></xml>`,
      `<xml><A ${'a="" '.repeat(13_000)}</A></xml>`,
      `<xml><A ${' '.repeat(65_000)}`,
      `<xml>${'<![CDATA[]]>'.repeat(5_000)}</xml>`,
    ]
    const started = process.cpuUsage()
    for (const bomb of bombs) {
      try {
        parseFlatXml(bomb)
      } catch (error) {
        expect(error).to.be.instanceOf(CallbackXmlError)
      }
    }
    const { user, system } = process.cpuUsage(started)
    expect((user + system) / 1000, 'CPU ms of all bombs').to.be.below(500)
  })

  it('any mutation of a callback is read or refused, and nothing else', () => {
    const xml = '<xml><A><![CDATA[1]]></A><L><I>&lt;2</I><I>3</I></L></xml>'
    fc.assert(
      fc.property(fc.nat(xml.length), fc.nat(5), fc.string({ maxLength: 6 }), (at, cut, put) => {
        try {
          expect(parseFlatXml(xml.slice(0, at) + put + xml.slice(at + cut))).to.be.instanceOf(Map)
        } catch (error) {
          expect(error).to.be.instanceOf(CallbackXmlError)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
