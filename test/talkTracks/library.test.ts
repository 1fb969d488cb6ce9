import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import fc from 'fast-check'
import { TemplateFaults } from '../../app/talkTracks/faults.ts'
import { loadTalkTracks } from '../../app/talkTracks/library.ts'

const SHIPPED = 'templates/talk-tracks'

describe('choosing a talk track', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huitouke-tracks-'))
  after(() => rmSync(folder, { recursive: true }))
  let count = 0
  /** A library of these files below one fresh folder. */
  function libraryOf(files: Record<string, string>) {
    count += 1
    for (const [file, source] of Object.entries(files)) {
      const path = join(folder, String(count), file)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, source)
    }
    return loadTalkTracks(join(folder, String(count)))
  }
  const track = (id: string, more = '', text = '您好') =>
    `---\nid: ${id}\ntitle: ${id}\nset: care/day-1\n${more}\nsample: { customerName: 王 }\n---\n${text}\n`
  const all = { 'care/all.hbs': track('for-all') }

  it('takes channel before level before the one for all', () => {
    const library = libraryOf({
      ...all,
      'care/a.hbs': track('online-gold', 'channel: online\nlevel: gold'),
      'care/b.hbs': track('online', 'channel: online'),
      'care/c.hbs': track('gold', 'level: gold'),
    })
    const ids = (channel: 'online' | 'offline' | 'any', level: 'new' | 'gold') =>
      library.choose({ set: 'care/day-1', channel, level, day: '2026-11-21' }).map(({ id }) => id)
    expect(ids('online', 'gold')).to.deep.equal(['online-gold', 'online', 'gold', 'for-all'])
    expect(ids('online', 'new')).to.deep.equal(['online', 'for-all'])
    expect(ids('offline', 'gold')).to.deep.equal(['gold', 'for-all'])
    expect(ids('any', 'new')).to.deep.equal(['for-all'])
  })

  it('keeps to the valid dates, both included, and to the priority', () => {
    const library = libraryOf({
      ...all,
      'care/x.hbs': track('double-eleven', 'validFrom: "2026-11-01"\nvalidTo: "2026-11-11"\npriority: 10'),
    })
    const first = (day: string) => library.choose({ set: 'care/day-1', channel: 'any', level: 'new', day })[0]?.id
    expect(['2026-10-31', '2026-11-01', '2026-11-11', '2026-11-12'].map(first)).to.deep.equal([
      'for-all',
      'double-eleven',
      'double-eleven',
      'for-all',
    ])
  })

  for (const [what, files] of [
    ['only a track of one level', { 'care/a.hbs': track('gold', 'level: gold') }],
    ['only a dated track', { 'care/a.hbs': track('dated', 'validTo: "2026-11-11"') }],
    ['a last track that needs a fact', { 'care/a.hbs': track('needs', '', '{{customerName}}您好') }],
    ['an id twice', { ...all, 'care/b.hbs': track('for-all') }],
    ['a sample that leaves a gap', { ...all, 'care/b.hbs': track('gap', '', '{{storeName}}') }],
  ] as const) {
    it(`does not load ${what}`, () => expect(() => libraryOf(files)).to.throw(TemplateFaults))
  }

  it('marks a printed variable without a fact, and only that', () => {
    const text = '{{customerName}}{{#if guideName}}，我是{{guideName}}{{/if}}'
    const library = libraryOf({ ...all, 'care/b.hbs': track('gap', '', text) })
    expect(library.render('gap', {})).to.deep.include({ kind: 'gaps', text: '【称呼】', gaps: ['customerName'] })
    expect(library.render('gap', { customerName: '王' })).to.deep.include({ kind: 'ready', text: '王' })
  })

  it('prints facts as plain text: they are no template, no HTML, no second line, no direction change', () => {
    const library = libraryOf({ ...all, 'care/b.hbs': track('name', '', '{{customerName}}，您好') })
    const said = (customerName: string) => library.render('name', { customerName }).text
    expect(said('{{guideName}}')).to.equal('{{guideName}}，您好')
    expect(said('<script>alert(1)</script>')).to.equal('<script>alert(1)</script>，您好')
    expect(said('a\u202eb\u0000c\nd')).to.equal('abc d，您好')
    expect(said('【称呼】')).to.equal('称呼，您好')
    expect(said('王'.repeat(500))).to.equal(`${'王'.repeat(59)}…，您好`)
    expect(said('👨‍👩‍👧‍👦'.repeat(40))).to.match(/^(👨‍👩‍👧‍👦)+…，您好$/u)
  })

  it('never passes WeCom’s size nor breaks a character, whatever the facts', () => {
    const library = loadTalkTracks(SHIPPED)
    const ids = library.all().map(({ id }) => id)
    const words = fc.string({ unit: 'binary', maxLength: 600 })
    fc.assert(
      fc.property(fc.constantFrom(...ids), words, words, (id, customerName, productName) => {
        const { text } = library.render(id, { customerName, productName })
        expect(Buffer.byteLength(text)).to.be.at.most(4000)
        expect(Buffer.from(text).toString()).to.equal(text)
      }),
      { numRuns: 300 },
    )
  })

  it('has no fact that comes from a prototype', () => {
    const library = libraryOf({ ...all, 'care/b.hbs': track('name', '', '{{customerName}}，您好') })
    const inherited = Object.create({ customerName: '不该出现' })
    expect(library.render('name', inherited).kind).to.equal('gaps')
  })
})
