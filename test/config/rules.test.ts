import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import { loadRules } from '../../config/rules.ts'

const SHIPPED = resolve(import.meta.dirname, '../../config')

function rulesWith(file: string, change: (text: string) => string): () => unknown {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'))
  cpSync(SHIPPED, folder, { recursive: true, filter: (path) => !path.endsWith('.ts') })
  writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')))
  return () => loadRules(folder)
}

describe('the rule files', () => {
  it('ship with the defaults of the product: first touch, 100/0, 30 days, 1 a day and 3 a week, quiet from 21 to 9', () => {
    const { attribution, cadence } = loadRules(SHIPPED)
    expect(attribution).to.deep.include({ mode: 'first_touch', brought: 100, served: 0, waitDays: 30 })
    expect(cadence).to.deep.include({ perDay: 1, perWeek: 3, quietFrom: '21:00', quietTo: '09:00' })
  })

  for (const [what, file, from, to, names] of [
    ['a word that means nothing', 'cadence.yaml', 'perDay: 1', 'perDai: 1', /cadence\.yaml.*perDa/],
    ['a time that is none', 'cadence.yaml', '"21:00"', '"25:00"', /cadence\.yaml.*quietFrom/],
    ['a mode nobody wrote', 'attribution.yaml', 'first_touch', 'last_wish', /attribution\.yaml.*mode/],
    ['half a day', 'attribution.yaml', 'waitDays: 30', 'waitDays: 30.5', /attribution\.yaml.*waitDays/],
  ] as const)
    it(`stop the start for ${what}, with file and field`, () => {
      expect(rulesWith(file, (text) => text.replace(from, to))).to.throw(names)
    })
})
