import { expect } from 'chai'
import { closingText, type PartReport, RECORD_MARK, readPart } from './parts.ts'

const told = (what: object) => `${RECORD_MARK}${JSON.stringify(what)}\n`
const ENDED = told({ event: 'ended', passed: 7 })
const FAILED = told({ event: 'failed', title: 'credit is posted once', error: 'Error: twice' })

describe('the parts of npm test', () => {
  function read(...chunks: string[]): { shown: string; report: PartReport } {
    let shown = ''
    const part = readPart((text) => {
      shown += text
    })
    for (const chunk of chunks) part.write(chunk)
    return { report: part.end(), shown }
  }
  const whole = (...chunks: string[]) => read(...chunks, ENDED).report

  it('are shown as they go, without what they tell each other', () => {
    const { shown, report } = read('one\ntw', 'o\n', FAILED.slice(0, 9), FAILED.slice(9), ENDED, 'three')
    expect(shown).to.equal('one\ntwo\nthree\n')
    expect(report).to.deep.equal({
      ...{ passed: 7, leftOut: [], hasEnded: true },
      failures: [{ title: 'credit is posted once', error: 'Error: twice' }],
    })
  })

  it('say in one line what they left out, whichever of them did', () => {
    const line = (names: string) => `Left out for want of a server: tests on ${names}.\n`
    const text = closingText([whole(line('Chromium and MariaDB')), whole(line('MariaDB and Redis'))])
    expect(text).to.equal(`\n${line('Chromium and MariaDB and Redis')}\n14 passed, 0 failed\n`)
  })

  it('name all that failed with its error just before the closing line, which comes last', () => {
    const text = closingText([whole(), whole(FAILED)])
    expect(text).to.equal('\nfailed: credit is posted once\nError: twice\n\n\n14 passed, 1 failed\n')
  })

  it('repeat no more of an error than its beginning', () => {
    const frames = Array.from({ length: 40 }, (_, index) => `    at frame ${index}`)
    const failed = told({ event: 'failed', title: 'deep', error: ['Error: deep', ...frames].join('\n') })
    const text = closingText([whole(failed)])
    expect(text).to.contain('Error: deep\n    at frame 0\n').and.contain('    at frame 13\n…\n')
    expect(text).not.to.contain('at frame 14')
  })

  it('count as failed where one broke off, and say what had failed in it with its error', () => {
    const { report } = read('some output\n', FAILED)
    const lines = closingText([whole(), report]).split('\n')
    expect(lines).to.include.members(['failed: credit is posted once', 'Error: twice', '7 passed, 2 failed'])
    expect(lines.some((line) => line.includes('did not come to its end'))).to.equal(true)
  })
})
