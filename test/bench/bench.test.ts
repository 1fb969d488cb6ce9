import { expect } from 'chai'
import { isWholeAnswer } from './callbacks/keepAliveClient.ts'
import { median } from './median.ts'
import { QUICK } from './plan.ts'
import { type BenchReport, runBench } from './runBench.ts'
import { printTable, tableOf } from './table.ts'

/** That the bench runs and counts; never how fast anything was. */
describe('npm run bench -- --quick', function () {
  this.timeout(600_000)
  let report: BenchReport

  before(async () => {
    report = await runBench(QUICK)
  })

  it('finds every acknowledged callback stored, by ours and by the naive server, on each database', () => {
    const storing = report.callbacks.filter(({ stored }) => stored !== undefined)
    const databases = report.databaseServer ? 2 : 1
    expect(storing.map(({ id }) => id)).to.have.members(
      ['sqlite', 'mysql'].slice(0, databases).flatMap((kind) => [`ours-${kind}`, `naive-${kind}`]),
    )
    for (const { id, stored, acknowledged, refused } of storing) {
      const sent = (id.startsWith('ours') ? QUICK.callbacks : QUICK.naiveCallbacks) * (QUICK.rounds + 1)
      expect({ id, stored, acknowledged, refused }).to.deep.equal({ id, stored: sent, acknowledged: sent, refused: 0 })
    }
  })

  it('reads the same leaderboard at both sizes of history', () => {
    for (const board of report.boards) expect(board.guidesShown).to.equal(QUICK.guides)
    const [first, ...others] = report.boards.map(({ netSalesFen }) => netSalesFen)
    expect(first).to.be.greaterThan(0)
    expect(others.every((netSalesFen) => netSalesFen === first)).to.equal(true)
  })

  it('reads no more rows for more orders', () => {
    const [few, many] = report.boards.filter(({ kind }) => kind === 'mysql')
    expect(many?.rowsRead).to.equal(few?.rowsRead)
  })

  it('adds up the same statements at both sizes of history, from no more rows', () => {
    const [first, ...others] = report.boards.map(({ closingFen, statementRows }) => [closingFen, statementRows])
    expect(first?.[0]).to.be.greaterThan(0)
    expect(first?.[1]).to.equal(QUICK.guides)
    expect(others).to.deep.equal(others.map(() => first))
    const [few, many] = report.boards.filter(({ kind }) => kind === 'mysql')
    expect(many?.statementRowsRead).to.equal(few?.statementRowsRead)
  })

  it('claims the same due follow-ups whatever lies in the future, each read once', () => {
    expect(report.claims.map(({ claimed }) => claimed)).to.deep.equal(report.claims.map(() => QUICK.dueFollowUps))
    for (const { due, rowsRead } of report.claims.filter((claim) => claim.kind === 'mysql')) {
      expect(rowsRead).to.be.within(due, due * 1.1)
    }
  })

  it('takes a whole file of orders in on each database', () => {
    const [first, ...others] = report.imports.map(({ added, faults }) => ({ added, faults }))
    expect(first?.faults).to.equal(0)
    expect(first?.added).to.be.greaterThan(report.imports[0]?.orders ?? 0)
    expect(others).to.deep.equal(others.map(() => first))
  })

  it('weighs both pages', () => {
    expect(report.pages.map(({ page }) => page)).to.deep.equal(['guide', 'board'])
    for (const { jsGzipBytes, cssGzipBytes } of report.pages) {
      expect(jsGzipBytes).to.be.greaterThan(1000)
      expect(cssGzipBytes).to.be.greaterThan(500)
    }
  })

  it('puts all of it into one table', () => {
    const text = printTable(tableOf(report))
    for (const { name } of report.callbacks) expect(text).to.include(name)
    expect(text).to.match(/of Koa, .* x naive/)
  })
})

describe('the load client', () => {
  it('knows when an answer is whole', () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n'
    expect(isWholeAnswer('HTTP/1.1 200 OK\r\nContent-Le')).to.equal(false)
    expect(isWholeAnswer(`${head}succ`)).to.equal(false)
    expect(isWholeAnswer(`${head}success`)).to.equal(true)
    expect(isWholeAnswer('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n')).to.equal(true)
  })

  it('takes the middle of the rounds', () => {
    expect(median([9, 1, 5])).to.equal(5)
    expect(median([4, 1, 2, 9])).to.equal(3)
    expect(median([])).to.be.NaN
  })
})
