import { expect } from 'chai'
import { backoffMs, nextTry, reasonOf } from '../../app/jobs/retry.ts'

const withRetry = (fields: object) => Object.assign(new Error('x'), fields)

describe('what happens after a failed try', () => {
  it('an error of no class is tried again later', () => {
    expect(nextTry(new Error('x'), 1, 8, 0)).to.deep.equal({ kind: 'again', delayMs: 2_000, counts: true })
    expect(nextTry('not even an error', 1, 8, 0)).to.deep.equal({ kind: 'again', delayMs: 2_000, counts: true })
  })

  it('waits 2^n seconds, ten minutes at most, spread by up to a quarter', () => {
    expect([1, 2, 3, 9, 10, 40].map((attempts) => backoffMs(attempts, 0) / 1000)).to.deep.equal([
      2, 4, 8, 512, 600, 600,
    ])
    expect(backoffMs(3, 1)).to.equal(6_000)
  })

  it('`now` comes back at once, but not for ever', () => {
    expect(nextTry(withRetry({ retry: 'now' }), 7, 8, 0)).to.deep.equal({ kind: 'again', delayMs: 50, counts: true })
    expect(nextTry(withRetry({ retry: 'now' }), 8, 8, 0)).to.deep.equal({ kind: 'park' })
  })

  it('`never` parks at the first try', () => {
    expect(nextTry(withRetry({ retry: 'never', retryAfterMs: 5 }), 1, 8, 0)).to.deep.equal({ kind: 'park' })
  })

  it('a limit is waited out and costs no try', () => {
    const again = { kind: 'again', delayMs: 60_000, counts: false }
    expect(nextTry(withRetry({ retry: 'later', retryAfterMs: 60_000 }), 8, 8, 0)).to.deep.equal(again)
  })

  it('keeps a short reason, and of SQL errors only the code: their text quotes values', () => {
    const sql = withRetry({
      name: 'QueryFailedError',
      message: "Duplicate entry '13800000001'",
      driverError: { code: 'ER_DUP_ENTRY' },
    })
    expect(reasonOf(sql)).to.equal('QueryFailedError ER_DUP_ENTRY')
    expect(reasonOf(new Error('y'.repeat(1_000)))).to.have.length(200)
    expect(reasonOf(undefined)).to.equal('unknown error')
  })
})
