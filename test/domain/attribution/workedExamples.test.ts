import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import { parse, parseAllDocuments, stringify } from 'yaml'
import { bookOf } from '../../../app/domain/attribution/bookOf.ts'
import { TOUCH_KINDS } from '../../../app/domain/attribution/facts.ts'
import { CLAIM_MODES, FALLBACKS, SHARE_ROLES } from '../../../app/domain/attribution/rules.ts'
import { type AttributionVersion, readAttribution } from '../../../config/attributionRules.ts'
import { loadRules } from '../../../config/rules.ts'
import { EXAMPLE, factsOf, heldIn, momentOf, passedIn, peopleOf } from './workedExample.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const PAGE = readFileSync(join(ROOT, 'docs/attribution-rules.md'), 'utf8')
const FOLDER = join(ROOT, 'docs/attribution-rules')
const SHIPPED = parse(readFileSync(join(ROOT, 'config/attribution/v1.yaml'), 'utf8')) as object
const { holidays } = loadRules(join(ROOT, 'config'))

function expectExample(written: unknown, rules: AttributionVersion): void {
  const example = EXAMPLE.parse(written)
  const facts = factsOf(example, rules, holidays)
  const book = bookOf(facts, rules, peopleOf(example))
  expect(heldIn(book.entries), example.calculation).to.deep.equal(example.gets)
  if (example.passed) expect(passedIn(book.steps)).to.deep.equal(example.passed)
  if (example.settles) expect(facts.settlesAtMs).to.equal(momentOf(example.settles))
}

describe('the page of the rules of credit', () => {
  const blocks = [...PAGE.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text)

  for (const text of blocks) {
    const [change, ...examples] = parseAllDocuments(text).map((document) => document.toJS())
    for (const example of examples)
      it(`is right: ${example.example}`, () =>
        expectExample(example, readAttribution(stringify({ ...SHIPPED, ...change }))))
  }

  it('names every word that a rule file may use', () => {
    const words = [...CLAIM_MODES, ...TOUCH_KINDS, ...SHARE_ROLES, ...FALLBACKS, 'protectDays', 'strength', 'absentTo']
    expect(words.filter((word) => !PAGE.includes(`\`${word}\``))).to.deep.equal([])
  })

  it('links every rule of the folder, and no other', () => {
    const linked = [...PAGE.matchAll(/\(attribution-rules\/([\w-]+\.yaml)\)/g)].map(([, file]) => file)
    expect(linked.sort()).to.deep.equal(readdirSync(FOLDER).sort())
  })
})

describe('a rule of another product as a rule file of ours', () => {
  for (const file of readdirSync(FOLDER)) {
    const source = readFileSync(join(FOLDER, file), 'utf8')
    const [rules = '', ...examples] = source.split('\n---\n')
    for (const example of examples.map((text) => parse(text)))
      it(`${file}: ${example.example}`, () => expectExample(example, readAttribution(rules)))
  }
})
