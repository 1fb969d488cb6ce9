import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { format } from 'node:util'
import { openDatabase } from '../db/database.ts'
import { findDrift, migrate } from '../db/migrate.ts'

/**
 * `npm run migration:make -- <name> <mysql url of an empty database>`
 * Writes what the entities need beyond the migrations so far, for both databases, as one file, and lists it.
 */
const [name, mysqlUrl] = process.argv.slice(2)
if (!name || !mysqlUrl) {
  console.error('usage: npm run migration:make -- <camelCaseName> mysql://root@127.0.0.1:3306/<an empty database>')
  process.exit(2)
}
const sqliteUrl = `sqlite:${join(await mkdtemp(join(tmpdir(), 'migration-')), 'empty.sqlite')}`
/** external_userid is case-sensitive: a case-blind collation would merge two customers. */
const BINARY_COLLATION = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin'
const statements: Record<string, string[]> = {}
for (const [kind, url] of [
  ['mysql', mysqlUrl],
  ['sqlite', sqliteUrl],
] as const) {
  const db = await openDatabase(url)
  await migrate(db)
  statements[kind] = (await findDrift(db)).map((sql) => sql.replace(/ENGINE=InnoDB$/, BINARY_COLLATION))
  await db.close()
}
const stamp = Date.now()
const className = `${name.charAt(0).toUpperCase()}${name.slice(1)}${stamp}`
const quote = (list: string[] = []) => list.map((sql) => `    ${JSON.stringify(sql)},`).join('\n')
await writeFile(
  new URL(`../db/migrations/${stamp}-${name}.ts`, import.meta.url),
  `import { defineMigration } from './defineMigration.ts'\n\n/** Made by \`npm run migration:make\`; then reviewed by a person. */\nexport const ${name} = defineMigration('${className}', {\n  mysql: [\n${quote(statements.mysql)}\n  ],\n  sqlite: [\n${quote(statements.sqlite)}\n  ],\n})\n`,
)
const listFile = new URL('../db/migrations/list.ts', import.meta.url)
const list = await readFile(listFile, 'utf8')
await writeFile(
  listFile,
  list
    .replace('import type', `import { ${name} } from './${stamp}-${name}.ts'\nimport type`)
    .replace(
      /const ALL = \[(.*)\](?= satisfies)/,
      (_all, before: string) => `const ALL = [${before ? `${before}, ` : ''}${name}]`,
    ),
)
console.log(
  format(
    'wrote %s: %d statements for MySQL, %d for SQLite',
    className,
    statements.mysql?.length,
    statements.sqlite?.length,
  ),
)
