import { type CallbackFigures, compareCallbacks } from './callbacks/compareCallbacks.ts'
import { openBenchDatabases } from './databases.ts'
import { type BoardFigures, compareBoards } from './leaderboard/compareBoards.ts'
import type { BenchPlan } from './plan.ts'
import { measurePages, type PageBytes } from './sidebarBytes.ts'

export const PARTS = ['callbacks', 'leaderboard', 'sidebar'] as const
export type Part = (typeof PARTS)[number]

export interface BenchReport {
  databaseServer: string | undefined
  callbacks: CallbackFigures[]
  boards: BoardFigures[]
  pages: PageBytes[]
}

/** One part after another: two at once would measure each other. */
export async function runBench(
  plan: BenchPlan,
  parts: readonly Part[] = PARTS,
  say: (line: string) => void = () => undefined,
): Promise<BenchReport> {
  const databases = await openBenchDatabases()
  const report: BenchReport = { databaseServer: databases.serverVersion, callbacks: [], boards: [], pages: [] }
  try {
    if (parts.includes('callbacks')) {
      say('callbacks …')
      report.callbacks = await compareCallbacks(plan, databases)
    }
    if (parts.includes('leaderboard')) {
      say('leaderboard …')
      report.boards = await compareBoards(plan, databases)
    }
    if (parts.includes('sidebar')) {
      say('sidebar …')
      report.pages = await measurePages()
    }
    return report
  } finally {
    await databases.drop()
  }
}
