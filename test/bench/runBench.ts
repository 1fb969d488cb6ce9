import { type CallbackFigures, compareCallbacks } from './callbacks/compareCallbacks.ts'
import { openBenchDatabases } from './databases.ts'
import { type ClaimFigures, compareClaims } from './followUps/compareClaims.ts'
import { compareImports, type ImportComparison } from './imports/compareImports.ts'
import { type BoardFigures, compareBoards } from './leaderboard/compareBoards.ts'
import type { BenchPlan } from './plan.ts'
import { measurePages, type PageBytes } from './sidebarBytes.ts'

export const PARTS = ['callbacks', 'leaderboard', 'followUps', 'imports', 'sidebar'] as const
export type Part = (typeof PARTS)[number]

export interface BenchReport {
  databaseServer: string | undefined
  callbacks: CallbackFigures[]
  boards: BoardFigures[]
  claims: ClaimFigures[]
  imports: ImportComparison[]
  pages: PageBytes[]
}

/** One part after another: two at once would measure each other. */
export async function runBench(
  plan: BenchPlan,
  parts: readonly Part[] = PARTS,
  say: (line: string) => void = () => undefined,
): Promise<BenchReport> {
  const databases = await openBenchDatabases()
  const report: BenchReport = {
    databaseServer: databases.serverVersion,
    callbacks: [],
    boards: [],
    claims: [],
    imports: [],
    pages: [],
  }
  try {
    if (parts.includes('callbacks')) {
      say('callbacks …')
      report.callbacks = await compareCallbacks(plan, databases)
    }
    if (parts.includes('leaderboard')) {
      say('leaderboard …')
      report.boards = await compareBoards(plan, databases)
    }
    if (parts.includes('followUps')) {
      say('followUps …')
      report.claims = await compareClaims(plan, databases)
    }
    if (parts.includes('imports')) {
      say('imports …')
      report.imports = await compareImports(plan, databases)
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
