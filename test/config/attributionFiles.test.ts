import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import { findAttributionFaults, openAttributionFiles } from '../../config/attributionFiles.ts'
import { checkAttribution } from '../../config/attributionRules.ts'

const SHIPPED = resolve(import.meta.dirname, '../../config/attribution')
const SOURCE = readFileSync(join(SHIPPED, 'v1.yaml'), 'utf8')

const faultsOf = (source: string) => {
  const read = checkAttribution(source)
  return 'found' in read ? [] : read.faults
}
const lineOf = (source: string, text: string) => source.split('\n').findIndex((line) => line.includes(text)) + 1

describe('rule files of credit as text', () => {
  it('ship without a fault, and are shown as they are written', () => {
    expect(findAttributionFaults(SHIPPED)).to.deep.equal([])
    const files = openAttributionFiles(SHIPPED)
    expect(files.sourceOf(1)).to.equal(SOURCE)
    expect(files.sourceOf(99)).to.equal('')
  })

  it('every fault of every file is found, with its line', () => {
    const folder = mkdtempSync(join(tmpdir(), 'attribution-'))
    cpSync(SHIPPED, folder, { recursive: true })
    const faulty = SOURCE.replace('waitDays: 30', 'waitDays: soon').replace('of: calendar', 'of: lunar')
    writeFileSync(join(folder, 'v2.yaml'), faulty)
    expect(findAttributionFaults(folder).map(({ file, line }) => [file, line])).to.deep.equal([
      ['v2.yaml', lineOf(faulty, 'waitDays')],
      ['v2.yaml', lineOf(faulty, 'lunar')],
    ])
  })

  for (const [what, from, to, at, said] of [
    ['a word that nobody knows', 'absentTo: present', 'absentTo: heaven', 'heaven', '无效选项：期望以下之一'],
    ['a key that nobody knows', 'waitDays: 30', 'waitDays: 30\npatience: 3', 'patience', '出现未知的键'],
    ['a day that is none', '2000-01-01', '2026-02-30', '2026-02-30', '没有这一天'],
    ['nobody with a part', 'brought: 100', 'brought: 0', 'shares:', 'shares 里至少要有一种导购占份'],
    ['touches that are not named', 'mode: first_touch', 'mode: last_touch', 'mode: last', 'touches 要写明哪些接触算数'],
    ['a bracket that is open', '[served, shared, waiting, store]', '[served', 'waitDays:', '这一行的写法不对'],
    ['one key twice', 'waitDays: 30', 'waitDays: 30\nwaitDays: 40', 'waitDays: 40', '这一行的写法不对'],
    ['an alias', 'waitDays: 30', 'waitDays: &days 30\nversion2: *days', '*days', '不能用 * 引用别处'],
  ] as const)
    it(`says in Chinese where it stands: ${what}`, () => {
      const source = SOURCE.replace(from, to)
      const told = faultsOf(source).map(({ line, said }) => ({ line, said }))
      expect(
        told.some((fault) => fault.said.includes(said)),
        JSON.stringify(told),
      ).to.equal(true)
      const fault = told.find((one) => one.said.includes(said))
      expect(fault?.line).to.equal(lineOf(source, at))
    })

  it('what is no file of rules at all is a fault, never a crash', () => {
    for (const source of ['', '- 1', 'version', '[['.repeat(9_000), 'a: &a [*a, *a]', '\u0000'])
      expect(faultsOf(source), source.slice(0, 20)).to.not.deep.equal([])
  })
})
