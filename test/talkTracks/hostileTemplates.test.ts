import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { checkTemplate } from '../../app/talkTracks/checkTemplate.ts'
import { FACT_NAMES, hasGap } from '../../app/talkTracks/factNames.ts'
import { loadTalkTracks } from '../../app/talkTracks/library.ts'
import { readTrack } from '../../app/talkTracks/readTrack.ts'
import { HARMLESS_TEMPLATES, HOSTILE_NICKNAMES, HOSTILE_TEMPLATES } from './hostileCorpus.ts'

const HEAD = '---\nid: probe-1\ntitle: 试探\nset: welcome\nsample: { customerName: 王女士 }\n---\n'
const faultsOf = (source: string) => checkTemplate(source, FACT_NAMES).faults.map(({ message }) => message)
const short = (source: string) => (source.length > 60 ? `${source.slice(0, 60)}… (${source.length})` : source)

describe('a talk track is data, not code', () => {
  for (const [trick, sources] of Object.entries(HOSTILE_TEMPLATES))
    for (const source of sources)
      it(`refuses ${trick}: ${short(source)}`, () => {
        const { read, faults } = readTrack('welcome/probe.hbs', HEAD + source)
        expect(read).to.equal(undefined)
        expect(faults).to.not.have.length(0)
      })

  for (const [source, says] of HARMLESS_TEMPLATES)
    it(`takes as mere words ${short(source)}`, () => {
      const { read } = readTrack('welcome/probe.hbs', HEAD + source)
      expect(read?.fill({}).text).to.equal(says)
    })

  for (const source of [
    '您好',
    '{{customerName}}您好',
    '{{~customerName~}}您好',
    '{{! 给运营看的注释 }}您好',
    '{{#if customerName}}{{customerName}}{{else}}您{{/if}}好',
    '{{#if points}}{{points}}{{else if tierName}}{{tierName}}{{else}}您好{{/if}}',
  ])
    it(`takes ${source}`, () => expect(faultsOf(source)).to.deep.equal([]))

  it('names file and line of a fault', () => {
    const { faults } = readTrack('welcome/probe.hbs', `${HEAD}您好\n{{{customerName}}}`)
    expect(faults).to.deep.equal([
      { file: 'welcome/probe.hbs', line: 8, message: 'only {{name}} may print, not {{{name}}} or {{&name}}' },
    ])
  })

  for (const [what, head] of [
    ['no front matter', '您好'],
    ['an unknown field', HEAD.replace('title:', 'titel: x\ntitle:')],
    ['a field of the prototype', HEAD.replace('title:', '__proto__: { trade: tea }\ntitle:')],
    ['a sample with an unknown fact', HEAD.replace('customerName', 'phone')],
    ['a folder that is not the set', HEAD.replace('set: welcome', 'set: general/x')],
    ['a set that climbs', HEAD.replace('set: welcome', 'set: ../welcome')],
    ['broken YAML', '---\nid: [\n---\n'],
    ['aliases that multiply', '---\na: &a [x]\nid: *a\n---\n'],
    ['a YAML tag that builds things', HEAD.replace('试探', '!!js/function "function () {}"')],
  ] as const)
    it(`refuses ${what}`, () => {
      expect(readTrack('welcome/probe.hbs', `${head}您好`).faults).to.not.have.length(0)
    })
})

describe('a gap is seen wherever it is printed, and only there', () => {
  const nested =
    '{{#if points}}{{#if tierName}}{{tierName}}{{offer}}{{else}}{{offerUntil}}{{/if}}{{else}}您好{{/if}}{{! {{bundle}} }}'
  const fill = (facts: Record<string, string>) => {
    const { read } = readTrack('welcome/probe.hbs', `${HEAD}${nested}`)
    expect(read, 'loads').to.not.equal(undefined)
    return read?.fill(facts)
  }

  for (const [what, facts, gaps] of [
    ['nothing known: the other branch is said', {}, []],
    ['a gap two levels deep', { points: '1', tierName: '银卡' }, ['offer']],
    ['a gap in the else of an inner if', { points: '1' }, ['offerUntil']],
    ['all filled', { points: '1', tierName: '银卡', offer: '九折' }, []],
    ['a fact of blanks is none', { points: '1', tierName: '银卡', offer: ' \u202e\n' }, ['offer']],
  ] as const)
    it(what, () => {
      const filled = fill(facts)
      expect(filled?.gaps).to.deep.equal(gaps)
      expect(hasGap(filled?.text ?? '')).to.equal(gaps.length > 0)
    })
})

describe('what customers call themselves is text', () => {
  const library = loadTalkTracks('templates/talk-tracks')
  const printing = library.all().filter(({ variables }) => variables.includes('customerName'))

  for (const nickname of HOSTILE_NICKNAMES)
    it(`in every shipped sentence: ${short(JSON.stringify(nickname))}`, () => {
      for (const { id } of printing) {
        const facts = { guideName: '不该出现', customerName: nickname }
        const { kind, text } = library.render(id, { customerName: nickname })
        expect(kind, id).to.equal('ready')
        expect(hasGap(text), id).to.equal(false)
        expect(text, id).to.not.match(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u)
        expect(text, id).to.not.match(/\[object|function|undefined|不该出现/)
        expect(text.length, id).to.be.below(300)
        // A nickname is no template: what the guide is called does not come out through it.
        if (!library.find(id)?.variables.includes('guideName'))
          expect(library.render(id, facts).text, id).to.not.include('不该出现')
      }
    })

  it('cannot pretend that a gap is filled, nor fill one', () => {
    for (const nickname of HOSTILE_NICKNAMES) {
      const { read } = readTrack('welcome/probe.hbs', `${HEAD.replace('}', ', offer: x }')}{{customerName}}{{offer}}`)
      const filled = read?.fill({ customerName: nickname })
      expect(filled?.gaps, nickname).to.include('offer')
      expect(hasGap(filled?.text ?? ''), nickname).to.equal(true)
    }
  })

  it('reaches no page as HTML: nothing of the front ends writes any', () => {
    const files = readdirSync('sidebar', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))
    expect(files).to.not.have.length(0)
    for (const file of files)
      expect(readFileSync(`sidebar/${file}`, 'utf8'), file).to.not.match(
        /innerHTML|outerHTML|insertAdjacentHTML|write\(/,
      )
  })
})
