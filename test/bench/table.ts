import type { CallbackFigures } from './callbacks/compareCallbacks.ts'
import { KIND_NAMES } from './databases.ts'
import type { ClaimFigures } from './followUps/compareClaims.ts'
import type { ImportComparison } from './imports/compareImports.ts'
import type { BoardFigures } from './leaderboard/compareBoards.ts'
import type { BenchReport } from './runBench.ts'
import type { PageBytes } from './sidebarBytes.ts'

/** One line of the table; without a goal nothing is promised. */
export interface Line {
  measure: string
  value: string
  compared: string
  goal: string
  isReached: boolean | undefined
}

/** What the product aims at; the first step is 80 % of the way for the two of callbacks. */
const CALLBACK_GOALS = {
  'ours-sqlite': { ofKoa: 0.4, timesNaive: 18 },
  'ours-mysql': { ofKoa: 0.35, timesNaive: 16 },
} as const
const FIRST_STEP = 0.8
const BOARD_GROWTH_GOAL = 1.05
const CLAIM_GOALS = { growth: 1.3, rowsADue: 1.1 } as const
const IMPORT_GOALS = { ofRaw: 0.3, rssGrowthMb: 64 } as const
const PAGE_BUDGETS = { guide: { js: 15, css: 6 }, board: { js: 60, css: 6 } } as const

export function tableOf(report: BenchReport): Line[] {
  const { callbacks, boards, claims, imports, pages } = report
  return [
    ...callbackLines(callbacks),
    ...boardLines(boards),
    ...claimLines(claims),
    ...importLines(imports),
    ...pageLines(pages),
  ]
}

const whole = (value: number) => Math.round(value).toLocaleString('en-US')
const line = (measure: string, value: string, compared = '', goal = '', isReached?: boolean): Line => ({
  ...{ measure, value, compared, goal, isReached },
})

function callbackLines(figures: readonly CallbackFigures[]): Line[] {
  const floor = figures.find(({ id }) => id === 'floor')
  return figures.map((own) => {
    const { id, name, perSecond, stored, acknowledged } = own
    const kept = stored === undefined ? '' : `${whole(stored)} of ${whole(acknowledged)} acknowledged are stored`
    const ofKoa = perSecond / (floor?.perSecond ?? Number.NaN)
    const naive = figures.find((other) => other.id === id.replace('ours', 'naive'))
    const timesNaive = perSecond / (naive?.perSecond ?? Number.NaN)
    const value = `${whole(perSecond)}/s`
    const measure = `callbacks: ${name}`
    if (id !== 'ours-sqlite' && id !== 'ours-mysql') return line(measure, value, join([cpuOf(own), kept]))
    const goal = CALLBACK_GOALS[id]
    const isReached = ofKoa >= goal.ofKoa * FIRST_STEP && timesNaive >= goal.timesNaive * FIRST_STEP
    const ratios = `${ofKoa.toFixed(2)} of Koa, ${timesNaive.toFixed(1)} x naive`
    return line(measure, value, join([ratios, cpuOf(own), kept]), firstStepOf(goal), isReached)
  })
}

function firstStepOf({ ofKoa, timesNaive }: { ofKoa: number; timesNaive: number }): string {
  const step = `${(ofKoa * FIRST_STEP).toFixed(2)}, ${(timesNaive * FIRST_STEP).toFixed(1)} x`
  return `${step} (80 % of ${ofKoa.toFixed(2)}, ${timesNaive} x)`
}

function cpuOf({ serverMicros, databaseMicros }: CallbackFigures): string {
  if (serverMicros === undefined) return ''
  const database = databaseMicros === undefined ? '' : ` + ${whole(databaseMicros)} in the database`
  return `CPU ${whole(serverMicros)} µs${database}`
}

function boardLines(figures: readonly BoardFigures[]): Line[] {
  return figures.flatMap((many, index) => {
    const few = figures[index - 1]
    if (index % 2 === 0 || !few) return []
    const growth = many.periodMs / few.periodMs
    const name = KIND_NAMES[many.kind]
    const rows = (own: BoardFigures) => (own.rowsRead === undefined ? '' : `${whole(own.rowsRead)} rows read`)
    const shown = `${whole(many.guidesShown)} guides`
    return [
      line(
        `leaderboard: ${name}, ${whole(few.orders)} orders`,
        ms(few.periodMs),
        join([shown, ...dayOf(few), rows(few)]),
      ),
      line(
        `leaderboard: ${name}, ${whole(many.orders)} orders`,
        ms(many.periodMs),
        join([`x ${growth.toFixed(2)}`, ...dayOf(many), rows(many)]),
        `x ${BOARD_GROWTH_GOAL}`,
        growth <= BOARD_GROWTH_GOAL && many.rowsRead === few.rowsRead,
      ),
      line(
        `… as a group-by over orders: ${name}`,
        ms(many.groupByMs),
        `x ${(many.groupByMs / few.groupByMs).toFixed(1)} of ${ms(few.groupByMs)}`,
      ),
      ...statementLines(few, many),
    ]
  })
}

/** The hard check is the rows read; a time of the same work differs by chance alone. */
function statementLines(few: BoardFigures, many: BoardFigures): Line[] {
  const growth = many.statementMs / few.statementMs
  const rows = ({ statementRowsRead: read }: BoardFigures) => (read === undefined ? '' : `${whole(read)} rows read`)
  const name = (own: BoardFigures) => `statements of a month: ${KIND_NAMES[own.kind]}, ${whole(own.orders)} orders`
  return [
    line(name(few), ms(few.statementMs), join([`${whole(few.statementRows)} guides`, rows(few)])),
    line(
      name(many),
      ms(many.statementMs),
      join([`x ${growth.toFixed(2)}`, rows(many)]),
      `x ${BOARD_GROWTH_GOAL}`,
      growth <= BOARD_GROWTH_GOAL && many.statementRowsRead === few.statementRowsRead,
    ),
  ]
}

function claimLines(figures: readonly ClaimFigures[]): Line[] {
  return figures.flatMap((many, index) => {
    const none = figures[index - 1]
    if (index % 2 === 0 || !none) return []
    const growth = many.claimMs / none.claimMs
    const rows = ({ rowsRead, due }: ClaimFigures) =>
      rowsRead === undefined ? '' : `${(rowsRead / due).toFixed(3)} rows read per due follow-up`
    const isLean = [none, many].every(({ rowsRead = 0, due }) => rowsRead / due <= CLAIM_GOALS.rowsADue)
    const name = (own: ClaimFigures) =>
      `follow-ups due: ${KIND_NAMES[own.kind]}, ${whole(own.due)} of ${whole(own.due + own.future)} rows`
    return [
      line(name(none), ms(none.claimMs), rows(none)),
      line(
        name(many),
        ms(many.claimMs),
        join([`x ${growth.toFixed(2)}`, rows(many)]),
        `x ${CLAIM_GOALS.growth}, ${CLAIM_GOALS.rowsADue} rows`,
        growth <= CLAIM_GOALS.growth && isLean,
      ),
    ]
  })
}

/** Against all rows that the import leaves; beside it, against those of the orders and their lines alone. */
function importLines(figures: readonly ImportComparison[]): Line[] {
  return figures.map((own) => {
    const { seconds, cpuSeconds, rawAll, rawOrders } = own
    const ofAll = rawAll.seconds / seconds
    const growthMb = own.rssGrowthBytes / 1e6
    const both = (raw: ImportComparison['rawAll']) =>
      `${(raw.seconds / seconds).toFixed(2)} (of CPU ${(raw.cpuSeconds / cpuSeconds).toFixed(2)})`
    const ratios = `${both(rawAll)} of bare statements for all its rows, ${both(rawOrders)} for orders and lines`
    return line(
      `import: ${KIND_NAMES[own.kind]}, ${whole(own.rows)} rows`,
      `${whole(own.rows / own.seconds)} rows/s`,
      join([ratios, `+${growthMb.toFixed(0)} MB`]),
      `${IMPORT_GOALS.ofRaw}, +${IMPORT_GOALS.rssGrowthMb} MB`,
      ofAll >= IMPORT_GOALS.ofRaw && growthMb <= IMPORT_GOALS.rssGrowthMb,
    )
  })
}

const dayOf = ({ dayMs }: BoardFigures) => [`${ms(dayMs)} for one day`]
const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 1)} ms`

function pageLines(pages: readonly PageBytes[]): Line[] {
  return pages.map(({ page, jsGzipBytes, cssGzipBytes }) => {
    const [js, css] = [jsGzipBytes / 1024, cssGzipBytes / 1024]
    const budget = PAGE_BUDGETS[page]
    return line(
      `sidebar: ${page}, JS + CSS gzip`,
      `${(js + css).toFixed(1)} KB`,
      `JS ${js.toFixed(1)}, CSS ${css.toFixed(1)}`,
      `JS ${budget.js}, CSS ${budget.css}`,
      js <= budget.js && css <= budget.css,
    )
  })
}

const join = (parts: readonly string[]) => parts.filter((part) => part !== '').join(' · ')

/** Columns as wide as their longest cell. */
export function printTable(lines: readonly Line[]): string {
  const rows = [
    ['measure', 'value', 'compared', 'goal', ''],
    ...lines.map(({ isReached, ...cells }) => [
      ...[cells.measure, cells.value, cells.compared, cells.goal],
      isReached === undefined ? '' : isReached ? '✓' : '✗',
    ]),
  ]
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const rule = widths.map((width) => '─'.repeat(width))
  return [rows[0]!, rule, ...rows.slice(1)]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
