import { expect } from 'chai'
import { lookAt } from '../../sidebar/board/usePosted.ts'

const FIRST = { of: 'first', data: 1 }

describe('an answer that was posted for', () => {
  it('is busy from the first frame of a new question on, with the former answer to look at meanwhile', () => {
    expect(lookAt({}, 'first')).to.deep.equal({ isBusy: true, data: undefined })
    expect(lookAt(FIRST, 'first')).to.deep.equal({ isBusy: false, data: 1, error: undefined })
    expect(lookAt(FIRST, 'second')).to.deep.equal({ isBusy: true, data: 1 })
  })

  it('says what went wrong of this question only', () => {
    const error = new Error('系统忙') as never
    const failed = { of: 'second', data: 1, error }
    expect(lookAt(failed, 'second')).to.deep.equal({ isBusy: false, data: 1, error })
    expect(lookAt(failed, 'third')).to.deep.equal({ isBusy: true, data: 1 })
  })

  it('is nothing where nothing is asked', () => {
    expect(lookAt(FIRST, undefined)).to.deep.equal({ isBusy: false })
  })
})
