import { expect } from 'chai'
import { payloadOf } from '../../sidebar/shared/wecom.ts'

describe('a message as the client wants it', () => {
  it('names each kind by its own key', () => {
    expect(payloadOf({ kind: 'text', text: '您好' })).to.deep.equal({ msgtype: 'text', text: { content: '您好' } })
    for (const kind of ['image', 'video', 'file'] as const)
      expect(payloadOf({ kind, title: '图', mediaId: 'm1' })).to.deep.equal({
        msgtype: kind,
        [kind]: { mediaid: 'm1' },
      })
  })

  it('sends a link as news, and leaves nothing undefined in it', () => {
    const news = { link: 'https://shop.example.com/a', title: '商城', desc: '', imgUrl: '' }
    expect(payloadOf({ kind: 'link', title: '商城', url: news.link })).to.deep.equal({ msgtype: 'news', news })
  })

  it('sends a mini program with its page and cover', () => {
    const part = {
      kind: 'miniprogram' as const,
      title: '商城',
      appid: 'wx1',
      page: 'a.html',
      imageUrl: 'https://a/b.png',
    }
    expect(payloadOf(part)).to.deep.equal({
      msgtype: 'miniprogram',
      miniprogram: { appid: 'wx1', title: '商城', imgUrl: 'https://a/b.png', page: 'a.html' },
    })
  })
})
