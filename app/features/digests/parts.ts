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

export function boardPage({ site }: Pick<Deps, 'site'>): string {
  return `${site.publicBaseUrl}/board/`
}

export function guidePage({ site }: Pick<Deps, 'site'>): string {
  return `${site.publicBaseUrl}/sidebar/#/home`
}
