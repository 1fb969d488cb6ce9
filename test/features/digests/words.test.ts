import { expect } from 'chai'
import { wordOf } from '../../../app/features/digests/words.ts'

describe('a word to the app', () => {
  it('is understood however it is typed', () => {
    for (const typed of ['待办', '　待 办。', '“待办”！']) expect(wordOf(typed)).to.equal('todo')
    expect([wordOf('排行？'), wordOf('帮助')]).to.deep.equal(['rank', 'help'])
  })

  it('that only every object knows is none of ours', () => {
    for (const name of Object.getOwnPropertyNames(Object.prototype)) expect(wordOf(name), name).to.equal(undefined)
  })
})
