import type { ComponentType } from 'preact'
import type { Boot } from '../shared/boot.ts'

/** What every page but the first is given. `query`: what stands behind the `?` of its address. */
export interface PageProps {
  boot: Boot
  query: URLSearchParams
}

export interface BoardPage {
  /** `#/<hash>?…` opens it. */
  hash: string
  /** In the navigation and above the page; at most six characters. */
  title: string
  for: readonly Boot['role'][]
  /** Fetched only when somebody opens it: the first view stays as light as it is. */
  load(): Promise<{ Page: ComponentType<PageProps> }>
}

export interface PageGroup {
  name: string
  pages: readonly BoardPage[]
}

export const MANAGERS: readonly Boot['role'][] = ['store_manager', 'region_manager', 'operator']

/** One line a page, by what belongs together. Rights are the server's: a page hidden here is merely not offered. */
const PAGE_GROUPS: readonly PageGroup[] = [
  {
    name: '客户',
    pages: [
      { hash: 'follow-ups', title: '跟进', for: MANAGERS, load: () => import('./late/LatePage.tsx') },
      { hash: 'segments', title: '人群', for: MANAGERS, load: () => import('./segments/SegmentsPage.tsx') },
      { hash: 'mass-sends', title: '群发', for: MANAGERS, load: () => import('./MassSendsPage.tsx') },
      { hash: 'cycles', title: '周期', for: ['operator'], load: () => import('./CyclesPage.tsx') },
    ],
  },
  {
    name: '业绩',
    pages: [
      { hash: 'statements', title: '对账单', for: MANAGERS, load: () => import('./statements/StatementsPage.tsx') },
      { hash: 'disputes', title: '业绩争议', for: MANAGERS, load: () => import('./creditCases/DisputesPage.tsx') },
      {
        hash: 'corrections',
        title: '更正',
        for: ['operator'],
        load: () => import('./creditCases/CorrectionsPage.tsx'),
      },
      { hash: 'referrals', title: '老带新', for: MANAGERS, load: () => import('./referrals/ReferralsPage.tsx') },
      { hash: 'dry-runs', title: '规则试算', for: ['operator'], load: () => import('./dryRuns/DryRunsPage.tsx') },
    ],
  },
  {
    name: '话术',
    pages: [
      { hash: 'talk-tracks', title: '话术', for: ['operator'], load: () => import('./TalkTracksPage.tsx') },
      { hash: 'track-results', title: '话术效果', for: MANAGERS, load: () => import('./TrackResultsPage.tsx') },
      { hash: 'offers', title: '新话术', for: ['operator'], load: () => import('./OffersPage.tsx') },
    ],
  },
  {
    name: '活动',
    pages: [
      { hash: 'campaigns', title: '活动', for: MANAGERS, load: () => import('./campaigns/CampaignsPage.tsx') },
      { hash: 'live', title: '直播', for: MANAGERS, load: () => import('./live/LivePage.tsx') },
    ],
  },
  {
    name: '系统',
    pages: [
      { hash: 'exceptions', title: '例外', for: ['operator'], load: () => import('./exceptions/ExceptionsPage.tsx') },
      { hash: 'ledger', title: '账本', for: ['operator'], load: () => import('./ledger/LedgerPage.tsx') },
      { hash: 'health', title: '健康', for: ['operator'], load: () => import('./ledger/HealthPage.tsx') },
    ],
  },
]

export const PAGES: readonly BoardPage[] = PAGE_GROUPS.flatMap(({ pages }) => pages)

/** What a role is offered. */
export function groupsFor(role: Boot['role']): PageGroup[] {
  const own = PAGE_GROUPS.map(({ name, pages }) => ({ name, pages: pages.filter((page) => page.for.includes(role)) }))
  return own.filter(({ pages }) => pages.length > 0)
}

/** Splits an address after `#/`. An unknown page is the first one, so old addresses keep working. */
export function findPage(
  hash: string,
  role: Boot['role'],
  pages: readonly BoardPage[] = PAGES,
): { page: BoardPage | undefined; query: URLSearchParams } {
  const [name = '', query = ''] = hash.split('?', 2)
  const page = pages.find((one) => one.hash === name && one.for.includes(role))
  return { page, query: new URLSearchParams(query) }
}
