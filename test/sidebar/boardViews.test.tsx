import './classicJsx.ts'
import { expect } from 'chai'
import { renderToString } from 'preact-render-to-string'
import { parseFilters, previousPeriod, toHash, toQuery } from '../../sidebar/board/filters.ts'
import { GroupsView } from '../../sidebar/board/GroupsBoard.tsx'
import { LeadersView } from '../../sidebar/board/GuidesBoard.tsx'
import { shadeOf } from '../../sidebar/board/Heatmap.tsx'
import { sumByStore } from '../../sidebar/board/StoreTable.tsx'
import { GROUP_DAYS, leaderboard } from '../browser/boardFixtures.ts'
import { NOW_MS } from '../browser/fixtures.ts'
import { textOf } from './renderAtDesk.tsx'

const TODAY = '2026-11-21'
const NOTHING = () => undefined

describe('the board', () => {
  it('keeps its filters in the address, and survives nonsense there', () => {
    const filters = parseFilters('?period=custom&from=2026-11-01&to=2026-11-10&region=sh&sort=orders', TODAY)
    expect(parseFilters(toHash(filters).slice(2), TODAY)).to.deep.equal(filters)
    const nonsense = parseFilters('sort=__proto__&period=always&from=x&tab=<b>', TODAY)
    expect(nonsense).to.include({ sort: 'netFen', period: 'week', tab: 'guides', from: '2026-11-15', to: TODAY })
    expect(parseFilters('period=custom&from=2026-11-09&to=2026-11-01', TODAY)).to.include({ from: '2026-11-15' })
    expect(parseFilters('period=month', TODAY)).to.include({ from: '2026-11-01', to: TODAY })
  })

  it('compares with as many days just before', () => {
    expect(previousPeriod({ from: '2026-11-15', to: '2026-11-21' })).to.deep.equal({
      from: '2026-11-08',
      to: '2026-11-14',
    })
  })

  it('asks only what each answer understands', () => {
    const filters = parseFilters('tab=groups&region=sh&store=SH001', TODAY)
    expect(toQuery(filters)).to.equal('from=2026-11-15&to=2026-11-21&region=sh')
  })

  it('lists guides with rank, figure and follow-up, and says what the data is worth', () => {
    const filters = parseFilters('', TODAY)
    const html = renderToString(
      <LeadersView board={leaderboard({})} filters={filters} before={undefined} nowMs={NOW_MS} onChange={NOTHING} />,
    )
    expect(textOf(html)).to.include('数据截至 今天 09:05；微信联系数据到昨天').and.include('跟进 18/20')
    expect(html).to.include('/api/exports/leaderboard.xlsx?from=2026-11-15')
  })

  it('averages a store over its guides', () => {
    const [first] = sumByStore(leaderboard({}).rows)
    expect(first).to.deep.include({ name: '徐汇店', guides: 3, netFen: 1_289_000 + 720_100 + 98_000 })
  })

  it('shades activity in five steps and always says the number', () => {
    expect([0, 19, 20, 59, 80, 100].map(shadeOf)).to.deep.equal(['0', '0', '1', '2', '4', '4'])
    expect(shadeOf(null)).to.equal('none')
    const html = renderToString(<GroupsView board={GROUP_DAYS} />)
    expect(html).to.match(/class="shade-4"[^>]*aria-label="徐汇店 2026-11-15 活跃指数 92"[^>]*>92</)
    expect(textOf(html)).to.include('7 天退群 9 人，进群 2 人').and.include('虹口店还没有登记客户群')
  })
})
