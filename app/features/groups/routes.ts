import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { isValidDay } from '../../domain/businessDay.ts'
import { AppError } from '../../http/errors.ts'
import { type Route, route } from '../../http/route.ts'
import { showGroupBoard } from './commands/showGroupBoard.ts'
import { type GroupPanelParts, showGroupPanel } from './commands/showGroupPanel.ts'
import { GROUP_BOARD, GROUP_BOARD_QUERY, GROUP_PANEL } from './contract.ts'

/** The group's side of the sidebar, and the board of groups. */
export function groupRoutes(deps: Deps, parts: GroupPanelParts): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/groups/:chatId/panel',
      access: 'guide',
      summary: "A group's side: members, coming and going, what to say; 404 for a group of others",
      params: z.object({ chatId: z.string().min(1).max(64) }),
      answer: GROUP_PANEL,
      handle: ({ params, actor }) => showGroupPanel(deps, actor, params.chatId, parts),
    }),
    route({
      method: 'get',
      path: '/api/boards/groups',
      access: 'manager',
      summary: 'Groups per store and day, with alerts and gaps, within the reach',
      query: GROUP_BOARD_QUERY,
      answer: GROUP_BOARD,
      async handle({ query, actor }) {
        if (!isValidDay(query.from) || !isValidDay(query.to)) throw new AppError('BAD_REQUEST')
        return showGroupBoard(deps, actor, query)
      },
    }),
  ]
}
