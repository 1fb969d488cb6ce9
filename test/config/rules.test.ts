import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import { DEFAULT_ATTRIBUTION_RULES } from '../../app/domain/attribution/rules.ts'
import { findAttributionFaults, openAttributionFiles } from '../../config/attributionFiles.ts'
import { loadRules } from '../../config/rules.ts'

const SHIPPED = resolve(import.meta.dirname, '../../config')

function copyShipped(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'))
  cpSync(SHIPPED, folder, { recursive: true, filter: (path) => !path.endsWith('.ts') })
  return folder
}

function rulesWith(file: string, change: (text: string) => string): () => unknown {
  const folder = copyShipped()
  writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')))
  return () => loadRules(folder)
}

describe('the rule files', () => {
  it('ship with the defaults of the product: first touch, 100/0, 30 days, 1 a day and 3 a week, quiet from 21 to 9', () => {
    const { attribution, cadence } = loadRules(SHIPPED)
    expect(attribution).to.have.length(1)
    expect(attribution[0]).to.deep.include({ ...DEFAULT_ATTRIBUTION_RULES, effectiveFrom: '2000-01-01' })
    expect(cadence).to.deep.include({ perDay: 1, perWeek: 3, quietFrom: '21:00', quietTo: '09:00' })
  })

  it('ship benefits and bundle ladders as the product names them, and the trades of the demo', () => {
    const { offers, bundles, trades } = loadRules(SHIPPED)
    expect(offers).to.include.keys('repurchase', 'share', 'birthday', 'referral', 'campaign')
    expect(bundles.any).to.deep.equal([
      { pieces: 1, discount: 9 },
      { pieces: 3, discount: 8 },
      { pieces: 5, discount: 7 },
    ])
    expect(Object.values(trades).map(({ title }) => title)).to.include.members(['茶叶', '护肤', '服饰'])
  })

  for (const [what, file, from, to, names] of [
    ['a word that means nothing', 'cadence.yaml', 'perDay: 1', 'perDai: 1', /cadence\.yaml.*perDa/],
    ['a time that is none', 'cadence.yaml', '"21:00"', '"25:00"', /cadence\.yaml.*quietFrom/],
    [
      'a mode nobody wrote',
      'attribution/v1.yaml',
      'mode: first_touch',
      'mode: last_wish',
      /attribution\/v1\.yaml.*mode/,
    ],
    ['a benefit without words', 'offers.yaml', '{ text: 晒图送 50 积分 }', '{}', /offers\.yaml.*offers\.share\.text/],
    [
      'a benefit that is over before it begins',
      'offers.yaml',
      '50 积分',
      '50 积分, from: 2026-12-01, to: 2026-11-01',
      /offers\.share: from is after to/,
    ],
    [
      'a benefit from a day that is none',
      'offers.yaml',
      '50 积分',
      '50 积分, from: 2026-02-30',
      /offers\.share\.from: not a day/,
    ],
    [
      'a ladder that punishes whoever buys more',
      'offers.yaml',
      'pieces: 3, discount: 8 }',
      'pieces: 3, discount: 9.5 }',
      /bundles\.any: each rung/,
    ],
    ['a category of two trades', 'trades.yaml', '[skin, ', '[茶叶, ', /trades\.yaml.*skin: 茶叶 is in tea already/],
    ['a trade called any', 'trades.yaml', 'skin:', 'any:', /trades\.yaml.*any/],
    ['a limit of half a fen', 'credit.yaml', '50000', '0.5', /credit\.yaml.*correctionLimitFen/],
    ['honours that fall', 'referral.yaml', 'friends: 10', 'friends: 2', /referral\.yaml.*honours/],
    [
      'a promise of other points than are given',
      'referral.yaml',
      'points: 200',
      'points: 100',
      /offers\.yaml: referral/,
    ],
    ['a level below the first', 'referral.yaml', 'points: 200', 'points: 200\nlevels: 2', /referral\.yaml.*levels/],
    [
      'protection that its mode does not know',
      'attribution/v1.yaml',
      '- mode: first_touch',
      '- { mode: first_friend, touches: { friend: 90 }, protectDays: 5 }',
      /v1\.yaml: line 8: claims\.0: protectDays: only last_touch/,
    ],
    [
      'touches where only the binding counts',
      'attribution/v1.yaml',
      '- mode: first_touch',
      '- { mode: first_touch, touches: { friend: 90 } }',
      /claims\.0: touches: first_touch goes by the binding/,
    ],
    [
      'an order of touches that nobody asks for',
      'attribution/v1.yaml',
      '- mode: first_touch',
      '- { mode: last_touch, touches: { friend: 90 }, strength: [friend] }',
      /claims\.0: strength: only strongest_touch/,
    ],
    ['a day off that is worked', 'holidays.yaml', '[01-04,', '[01-02, 01-04,', /2026-01-02 is both off and worked/],
    ['half a day', 'attribution/v1.yaml', 'waitDays: 30', 'waitDays: 30.5', /attribution\/v1\.yaml.*waitDays/],
    ['cycles that fall', 'lifecycle.yaml', 'silentDays: 150', 'silentDays: 15', /lifecycle\.yaml.*must not fall/],
    ['a floor that is none', 'lifecycle.yaml', 'minSample: 30', 'minSample: 1', /lifecycle\.yaml.*minSample/],
  ] as const)
    it(`stop the start for ${what}, with file and field`, () => {
      expect(rulesWith(file, (text) => text.replace(from, to))).to.throw(names)
    })

  it('are read as .yml too, where a version may be added, and stop the start where nobody would read them', () => {
    const folder = copyShipped()
    const next = readFileSync(join(folder, 'attribution/v1.yaml'), 'utf8')
      .replace('version: 1', 'version: 2')
      .replace('2000-01-01', '2027-01-01')
    writeFileSync(join(folder, 'attribution/v2.yml'), next)
    expect(loadRules(folder).attribution.map(({ version }) => version)).to.deep.equal([1, 2])
    expect(openAttributionFiles(join(folder, 'attribution')).sourceOf(2)).to.equal(next)
    writeFileSync(join(folder, 'attribution/v3.YML'), 'version: soon')
    expect(() => loadRules(folder)).to.throw(/attribution\/v3\.YML/)
    expect(findAttributionFaults(join(folder, 'attribution')).map(({ file }) => file)).to.include('v3.YML')
    rmSync(join(folder, 'attribution/v3.YML'))
    writeFileSync(join(folder, 'credit.yml'), 'correctionLimitFen: 1')
    expect(() => loadRules(folder)).to.throw(/config\/credit\.yml: .*credit\.yaml/)
  })
})
