import { expect } from 'chai'
import { checkTemplate } from '../../app/talkTracks/checkTemplate.ts'
import { FACT_NAMES } from '../../app/talkTracks/factNames.ts'
import { readTrack } from '../../app/talkTracks/readTrack.ts'

const HEAD = '---\nid: probe-1\ntitle: 试探\nset: welcome\nsample: { customerName: 王女士 }\n---\n'
const faultsOf = (source: string) => checkTemplate(source, FACT_NAMES).faults.map(({ message }) => message)

describe('a talk track is data, not code', () => {
  const refused = [
    '{{{customerName}}}',
    '{{&customerName}}',
    '{{{{raw}}}}x{{{{/raw}}}}',
    '{{#each this}}{{this}}{{/each}}',
    '{{#with customerName}}x{{/with}}',
    '{{#unless points}}x{{/unless}}',
    '{{lookup this "constructor"}}',
    '{{log customerName}}',
    '{{helperMissing}}',
    '{{constructor}}',
    '{{constructor.constructor}}',
    '{{__proto__}}',
    '{{customerName.constructor}}',
    '{{customerName.length}}',
    '{{this}}',
    '{{this.customerName}}',
    '{{./customerName}}',
    '{{.}}',
    '{{../customerName}}',
    '{{@root}}',
    '{{@root.customerName}}',
    '{{> card}}',
    '{{> (lookup . "x")}}',
    '{{#> layout}}x{{/layout}}',
    '{{#*inline "x"}}y{{/inline}}',
    '{{* decorator}}',
    '{{#if customerName as |name|}}{{name}}{{/if}}',
    '{{#if customerName includeZero=true}}x{{/if}}',
    '{{#if (constructor)}}x{{/if}}',
    '{{#if customerName guideName}}x{{/if}}',
    '{{#customerName}}x{{/customerName}}',
    '{{^customerName}}x{{/customerName}}',
    '{{customerName guideName}}',
    '{{"customerName"}}',
    '{{1}}',
    '{{phone}}',
    '{{#if phone}}x{{/if}}',
    '{{#if customerName}}',
    '{{customerName',
    '{{/if}}',
  ]
  for (const source of refused) {
    it(`refuses ${source}`, () => {
      expect(faultsOf(source)).to.not.have.length(0)
      expect(readTrack('welcome/probe.hbs', HEAD + source).read).to.equal(undefined)
    })
  }

  for (const source of [
    '您好',
    '{{customerName}}您好',
    '{{~customerName~}}您好',
    '{{! 给运营看的注释 }}您好',
    '{{#if customerName}}{{customerName}}{{else}}您{{/if}}好',
    '{{#if points}}{{points}}{{else if tierName}}{{tierName}}{{else}}您好{{/if}}',
  ]) {
    it(`takes ${source}`, () => expect(faultsOf(source)).to.deep.equal([]))
  }

  it('refuses what could render to more than WeCom takes, before anything is rendered', () => {
    const long = '{{customerName}}'.repeat(60)
    const { read, faults } = readTrack('welcome/probe.hbs', HEAD + long)
    expect(read).to.equal(undefined)
    expect(faults[0]?.message).to.equal('may render to more than 4000 bytes')
  })

  it('refuses a source that is too long without parsing it', () => {
    expect(faultsOf('{{#if customerName}}'.repeat(100_000))).to.deep.equal(['longer than 4000 characters'])
  })

  it('names file and line of a fault', () => {
    const { faults } = readTrack('welcome/probe.hbs', `${HEAD}您好\n{{{customerName}}}`)
    expect(faults).to.deep.equal([
      { file: 'welcome/probe.hbs', line: 8, message: 'only {{name}} may print, not {{{name}}} or {{&name}}' },
    ])
  })

  for (const [what, head] of [
    ['no front matter', '您好'],
    ['an unknown field', HEAD.replace('title:', 'titel: x\ntitle:')],
    ['a sample with an unknown fact', HEAD.replace('customerName', 'phone')],
    ['a folder that is not the set', HEAD.replace('set: welcome', 'set: general/x')],
    ['broken YAML', '---\nid: [\n---\n'],
    ['aliases that multiply', '---\na: &a [x]\nid: *a\n---\n'],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(readTrack('welcome/probe.hbs', `${head}您好`).faults).to.not.have.length(0)
    })
  }
})
