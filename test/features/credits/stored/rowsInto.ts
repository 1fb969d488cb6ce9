import type { Row, Spoil, Statement } from './spoil.ts'

/** What stands in a statement by itself: DEFAULT, NULL. */
class Literal {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const INSERT = /^(INSERT INTO ([`"]?)(\w+)\2 ?\(([^)]*)\) VALUES )(\([^()]*\)(?:, ?\([^()]*\))*)(.*)$/s

/** Rows on their way into a table pass through `change`; without any left the statement is not run. */
export function rowsInto(table: string, change: (rows: Row[]) => Row[]): Spoil {
  return {
    says(statement) {
      const match = INSERT.exec(statement.sql)
      if (match?.[3] !== table) return statement
      const [, head = '', , , columns = '', groups = '', tail = ''] = match
      const names = columns.split(',').map((name) => name.trim().replace(/[`"]/g, ''))
      const rows = change(readRows(names, groups, [...statement.values]))
      return rows.length === 0 ? 'unsaid' : writeRows(head, names, rows, tail)
    },
  }
}

function readRows(names: string[], groups: string, values: unknown[]): Row[] {
  return [...groups.matchAll(/\(([^()]*)\)/g)].map(([, cells = '']) => {
    const tokens = cells.split(',').map((token) => token.trim())
    return Object.fromEntries(names.map((name, index) => [name, readCell(tokens[index] ?? '', values)]))
  })
}

/** For SQLite TypeORM writes numbers into the statement itself. */
function readCell(token: string, values: unknown[]): unknown {
  if (token === '?') return values.shift()
  return /^-?\d+$/.test(token) ? Number(token) : new Literal(token)
}

function writeRows(head: string, names: string[], rows: Row[], tail: string): Statement {
  const cells = rows.map((row) => names.map((name) => row[name]))
  const marks = cells.map((row) => `(${row.map((cell) => (cell instanceof Literal ? cell.text : '?')).join(', ')})`)
  return {
    sql: `${head}${marks.join(', ')}${tail}`,
    values: cells.flat().filter((cell) => !(cell instanceof Literal)),
  }
}
