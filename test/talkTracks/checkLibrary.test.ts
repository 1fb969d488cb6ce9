import { expect } from 'chai'
import { readFiles, trackFile } from './libraryOf.ts'

const ALL = { 'care/all.hbs': trackFile('for-all') }
const link = (title: string, url = 'https://example.com/a') =>
  `attachments: [{ kind: link, title: "${title}", url: "${url}" }]`
const card = (title: string, page = 'pages/index') =>
  `attachments: [{ kind: miniprogram, title: "${title}", appid: wx0123456789abcdef, page: "${page}", media: cover }]`

describe('a library of talk tracks is refused', () => {
  const NAMED = { trades: ['tea'], media: ['cover'] }
  for (const [what, files, says] of [
    ['a chain that ends in one stage', { 'care/a.hbs': trackFile('one', 'stage: new') }, 'no track for every'],
    ['a chain that ends in one trade', { 'care/a.hbs': trackFile('one', 'trade: tea') }, 'no track for every'],
    ['an unknown trade', { ...ALL, 'care/a.hbs': trackFile('one', 'trade: toys') }, 'trade toys is not in'],
    ['a lone variant', { ...ALL, 'care/a.hbs': trackFile('one', 'trade: tea\nvariant: a') }, 'has no other to compete'],
    [
      'a variant twice',
      {
        ...ALL,
        'care/a.hbs': trackFile('one', 'trade: tea\nvariant: a'),
        'care/b.hbs': trackFile('two', 'trade: tea\nvariant: a'),
      },
      'not told apart',
    ],
    ['a variant beside one without', { ...ALL, 'care/a.hbs': trackFile('one', 'variant: a') }, 'not told apart'],
    ['a variant without a name', { ...ALL, 'care/a.hbs': trackFile('one', 'variant: ""') }, 'variant'],
    ['an unknown stage', { ...ALL, 'care/a.hbs': trackFile('one', 'stage: vip') }, 'stage'],
    ['a link title of 43 Chinese characters', { ...ALL, 'care/a.hbs': trackFile('one', link('茶'.repeat(43))) }, '128'],
    ['a card title of 22', { ...ALL, 'care/a.hbs': trackFile('one', card('茶'.repeat(22))) }, '64 bytes'],
    ['a link without https', { ...ALL, 'care/a.hbs': trackFile('one', link('x', 'http://example.com')) }, 'url'],
    ['a link that runs code', { ...ALL, 'care/a.hbs': trackFile('one', link('x', 'javascript:alert(1)')) }, 'url'],
    ['a page with a scheme', { ...ALL, 'care/a.hbs': trackFile('one', card('x', 'https://a.b/c')) }, 'page'],
    [
      'ten attachments',
      { ...ALL, 'care/a.hbs': trackFile('one', `attachments: [${'{ kind: image, media: cover }, '.repeat(10)}]`) },
      'attachments',
    ],
    [
      'media with a path',
      { ...ALL, 'care/a.hbs': trackFile('one', 'attachments: [{ kind: file, media: "../.env" }]') },
      'config/media.yaml',
    ],
  ] as const)
    it(`with ${what}`, () => {
      const { faults } = readFiles(files, NAMED)
      expect(faults.map(({ message }) => message).join('\n')).to.include(says)
    })

  it('not for media that is not uploaded yet: that is a note, and the sentence goes without it', () => {
    const files = { ...ALL, 'care/a.hbs': trackFile('one', 'attachments: [{ kind: image, media: tea }]') }
    const { faults, notes } = readFiles(files, NAMED)
    expect(faults).to.deep.equal([])
    expect(notes).to.deep.equal([
      { file: 'care/a.hbs', message: 'attachment left out: tea is not in config/media.yaml' },
    ])
  })

  it('not at the very limits of WeCom', () => {
    const files = {
      ...ALL,
      'care/a.hbs': trackFile('one', link('茶'.repeat(42))),
      'care/b.hbs': trackFile('two', card('茶'.repeat(21))),
    }
    expect(readFiles(files, NAMED).faults).to.deep.equal([])
  })
})
