import type { Deps } from '../../deps.ts'
import type { Actor } from '../../http/actor.ts'
import type { CardTexts } from '../../talkTracks/cardTexts.ts'
import type { Leaderboard } from '../boards/contract.ts'
import type { GroupBoard } from '../groups/contract.ts'

/** What other features know, handed over by `boot/`: the boards a digest is made of. */
export interface DigestParts {
  cardTexts: CardTexts
  readLeaderboard(deps: Deps, actor: Actor, filter: BoardFilter): Promise<Leaderboard>
  showGroupBoard(deps: Deps, actor: Actor, query: { from: string; to: string }): Promise<GroupBoard>
}

export interface BoardFilter {
  from: string
  to: string
  sort: 'netFen'
}

/** @param page as in the board's navigation; absent: the leaderboard */
export function boardPage({ site }: Pick<Deps, 'site'>, page?: string): string {
  return `${site.publicBaseUrl}/board/${page === undefined ? '' : `#/${page}`}`
}

export function guidePage({ site }: Pick<Deps, 'site'>, page: 'home' | 'objections' = 'home'): string {
  return `${site.publicBaseUrl}/sidebar/#/${page}`
}
