import './classicJsx.ts'
import { expect } from 'chai'
import { renderToString } from 'preact-render-to-string'
import { Nav } from '../../sidebar/board/Nav.tsx'
import { type BoardPage, findPage, groupsFor, MANAGERS, PAGES } from '../../sidebar/board/pages.ts'

const load = () => Promise.reject(new Error('not opened here'))
const TWO: BoardPage[] = [
  { hash: 'segments', title: '人群', for: MANAGERS, load },
  { hash: 'cycles', title: '周期', for: ['operator'], load },
]

describe('the places of the board', () => {
  it('finds a page by its address and keeps what stands behind it', () => {
    const { page, query } = findPage('segments?saved=3', 'store_manager', TWO)
    expect(page?.title).to.equal('人群')
    expect(query.get('saved')).to.equal('3')
  })

  it('shows the first page for old addresses, for nonsense and for what is another role’s', () => {
    for (const hash of ['', 'tab=groups&period=week', '?tab=groups', '__proto__', 'segments/x'])
      expect(findPage(hash, 'operator', TWO).page, hash).to.equal(undefined)
    expect(findPage('cycles', 'region_manager', TWO).page).to.equal(undefined)
    expect(findPage('cycles', 'operator', TWO).page?.title).to.equal('周期')
  })

  it('says which place one is at, and shows no navigation where there is nowhere to go', () => {
    const groups = [{ name: '客户', pages: TWO }]
    const html = renderToString(<Nav groups={groups} current={TWO[1]} />)
    expect(html).to.include('<a href="#/cycles" aria-current="page">周期</a>').and.include('<a href="#/">看板</a>')
    expect(renderToString(<Nav groups={groups} current={undefined} />)).to.include('<a href="#/" aria-current="page">')
    expect(renderToString(<Nav groups={[]} current={undefined} />)).to.equal('')
  })

  it('offers a role its own pages only, and no group without one', () => {
    expect(groupsFor('store_manager').map(({ name }) => name)).to.deep.equal(['客户', '业绩', '话术', '活动'])
    expect(groupsFor('operator').flatMap(({ pages }) => pages)).to.deep.equal(PAGES)
    expect(groupsFor('guide')).to.deep.equal([])
  })

  it('gives every page an address of its own and a title that fits', () => {
    const hashes = PAGES.map(({ hash }) => hash)
    expect(new Set(hashes).size).to.equal(hashes.length)
    for (const { hash, title } of PAGES) {
      expect(hash).to.match(/^[a-z][a-z-]*$/)
      expect([...title].length).to.be.within(1, 6)
    }
  })
})
