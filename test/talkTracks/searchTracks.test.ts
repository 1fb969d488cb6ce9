import { expect } from 'chai'
import { initialsOf } from '../../app/talkTracks/initials.ts'
import { readFiles, trackFile } from './libraryOf.ts'

const titled = (id: string, title: string, text: string) =>
  trackFile(id, '', text).replace(`title: ${id}`, `title: ${title}`)

describe('finding a talk track', () => {
  const { library } = readFiles({
    'care/a.hbs': titled('visit', '首购回访', '用得顺不顺'),
    'care/b.hbs': titled('use', '首购·使用回访', '您好'),
    'care/c.hbs': titled('vip', 'VIP 银行行长', '{{#if customerName}}{{customerName}}{{/if}}绿茶八十来度'),
  })
  const found = (words: string) => library.search(words).map(({ id }) => id)

  it('takes the initials of the pinyin, whole before spread', () => {
    expect(found('sghf')).to.deep.equal(['visit', 'use'])
    expect(found('SGHF')).to.deep.equal(['visit', 'use'])
    expect(found('syhf')).to.deep.equal(['use'])
  })

  it('reads a character as its word does, and keeps Latin letters', () => {
    expect(initialsOf('VIP 银行行长')).to.equal('vipyhhz')
    expect(initialsOf('重新来过🌿')).to.equal('cxlg')
    expect(found('vip')).to.deep.equal(['vip'])
  })

  it('looks into the text too, from three letters on', () => {
    expect(found('lcbs')).to.deep.equal(['vip'])
    expect(found('lc')).to.deep.equal([])
    expect(found('绿茶')).to.deep.equal(['vip'])
  })

  it('wants every word, and never finds the name of a variable', () => {
    expect(found('sg 顺')).to.deep.equal(['visit'])
    expect(found('sg 茶')).to.deep.equal([])
    expect(found('customerName')).to.deep.equal([])
  })

  it('gives all for no words', () => expect(found('  ')).to.have.length(3))
})
