import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect } from 'chai'

const ROOT = resolve(import.meta.dirname, '..')

/** One import as a pair of places: files below the root, or the name of a package. */
interface Arrow {
  from: string
  to: string
  isTypeOnly: boolean
}

interface Rule {
  name: string
  /** An arrow that breaks the rule, as the test prints it. */
  forbids(arrow: Arrow): boolean
  /** Made-up arrows that the rule must catch: a rule that catches nothing is no rule. */
  catches: Arrow[]
}

const arrow = (from: string, to: string, isTypeOnly = false): Arrow => ({ from, to, isTypeOnly })
const featureOf = (path: string) => /^app\/features\/([^/]+)\//.exec(path)?.[1]
const isPackage = (to: string) => !/^(app|config|sidebar|demo|test|wecom-sdk|templates)\//.test(to)
const OUTSIDE_OF_THE_SDK = ['zod', 'rate-limiter-flexible', 'ioredis', 'koa', '@koa/router', 'raw-body']

const RULES: Rule[] = [
  {
    name: 'domain is pure: it imports only domain',
    forbids: ({ from, to }) => from.startsWith('app/domain/') && !to.startsWith('app/domain/'),
    catches: [
      arrow('app/domain/a.ts', 'typeorm'),
      arrow('app/domain/a.ts', 'app/db/database.ts'),
      arrow('app/domain/a.ts', 'zod'),
      arrow('app/domain/a.ts', 'node:fs'),
    ],
  },
  {
    name: 'a feature reaches another feature only through its queries.ts or contract.ts',
    forbids: ({ from, to }) => {
      const [mine, theirs] = [featureOf(from), featureOf(to)]
      return Boolean(mine && theirs && mine !== theirs && !/\/(queries|contract)\.ts$/.test(to))
    },
    catches: [
      arrow('app/features/a/routes.ts', 'app/features/b/commands/doIt.ts'),
      arrow('app/features/a/jobs.ts', 'app/features/b/store.ts'),
    ],
  },
  {
    name: 'features do not import boot, cli or the sources of config; types of config come by deps',
    forbids: ({ from, to, isTypeOnly }) =>
      from.startsWith('app/features/') &&
      (/^app\/(boot|cli|main)/.test(to) || (to.startsWith('config/') && !isTypeOnly)),
    catches: [
      arrow('app/features/a/routes.ts', 'app/boot/product.ts'),
      arrow('app/features/a/routes.ts', 'config/env.ts'),
    ],
  },
  {
    name: 'db, jobs, http and talkTracks are a floor: none imports features, boot or cli',
    forbids: ({ from, to }) =>
      /^app\/(db|jobs|http|talkTracks)\//.test(from) && /^app\/(features|boot|cli|main)/.test(to),
    catches: [
      arrow('app/db/database.ts', 'app/features/a/store.ts'),
      arrow('app/http/app.ts', 'app/boot/log.ts'),
      arrow('app/jobs/jobs.ts', 'app/features/a/jobs.ts'),
    ],
  },
  {
    name: 'db and http import only themselves and packages; jobs imports db; none of them the domain at run time',
    forbids: ({ from, to, isTypeOnly }) => {
      const floor = /^app\/(db|http|jobs|talkTracks)\//.exec(from)?.[1]
      if (!floor || isPackage(to) || to.startsWith(`app/${floor}/`)) return false
      if (isTypeOnly) return false
      return !(floor === 'jobs' && to.startsWith('app/db/'))
    },
    catches: [
      arrow('app/db/a.ts', 'app/jobs/jobs.ts'),
      arrow('app/http/app.ts', 'app/db/database.ts'),
      arrow('app/jobs/a.ts', 'app/domain/money.ts'),
    ],
  },
  {
    name: 'the SDK stands alone: nothing of ours, and few packages',
    forbids: ({ from, to }) =>
      /^wecom-sdk\/(src|local)\//.test(from) &&
      !to.startsWith('wecom-sdk/') &&
      !to.startsWith('node:') &&
      !OUTSIDE_OF_THE_SDK.includes(to),
    catches: [
      arrow('wecom-sdk/src/client/client.ts', 'app/db/database.ts'),
      arrow('wecom-sdk/src/index.ts', 'typeorm'),
    ],
  },
  {
    name: 'the SDK proper never imports the local WeCom',
    forbids: ({ from, to }) => from.startsWith('wecom-sdk/src/') && to.startsWith('wecom-sdk/local/'),
    catches: [arrow('wecom-sdk/src/index.ts', 'wecom-sdk/local/index.ts')],
  },
  {
    name: 'the product never imports demo, test, or the local WeCom',
    forbids: ({ from, to }) =>
      /^(app|config|sidebar|wecom-sdk\/src)\//.test(from) &&
      (/^(demo|test)\//.test(to) || /^wecom-sdk\/local/.test(to)),
    catches: [arrow('app/boot/product.ts', 'demo/seed.ts'), arrow('app/boot/product.ts', 'wecom-sdk/local')],
  },
  {
    name: 'the front ends know the product only by the types of contract.ts',
    forbids: ({ from, to, isTypeOnly }) =>
      from.startsWith('sidebar/') &&
      /^(app|config|wecom-sdk)\//.test(to) &&
      !(isTypeOnly && /^app\/features\/[^/]+\/contract\.ts$/.test(to)),
    catches: [
      arrow('sidebar/guide/main.tsx', 'app/features/a/contract.ts'),
      arrow('sidebar/guide/main.tsx', 'app/features/a/queries.ts', true),
    ],
  },
  {
    name: 'edges of a feature know nothing of the database: routes, schemas, contracts, policies, presenters, reactions',
    forbids: ({ from, to }) =>
      to === 'typeorm' &&
      /^app\/(domain|http|talkTracks)\/|^app\/features\/[^/]+\/(routes|schema|contract|policy|present|reactions)\.ts$/.test(
        from,
      ),
    catches: [arrow('app/features/a/routes.ts', 'typeorm'), arrow('app/features/a/present.ts', 'typeorm', true)],
  },
]

/** Every import between source files and packages. */
function readArrows(): Arrow[] {
  return ['app', 'config', 'sidebar', 'wecom-sdk/src', 'wecom-sdk/local'].flatMap((folder) =>
    sourceFiles(join(ROOT, folder)).flatMap((file) => importsOf(relative(ROOT, file), readFileSync(file, 'utf8'))),
  )
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
}

const STATEMENT = /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/g
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

function importsOf(from: string, source: string): Arrow[] {
  const fixed = [...source.matchAll(STATEMENT)].map((match) => arrow(from, place(from, match[2]!), Boolean(match[1])))
  return [...fixed, ...[...source.matchAll(DYNAMIC)].map((match) => arrow(from, place(from, match[1]!)))]
}

function place(from: string, to: string): string {
  if (to.startsWith('.')) return relative(ROOT, resolve(ROOT, dirname(from), to))
  return to.startsWith('wecom-sdk/local') ? 'wecom-sdk/local/index.ts' : to
}

describe('the house: who may import whom', () => {
  const arrows = readArrows()

  it('reads the whole house', () => {
    const files = new Set(arrows.map(({ from }) => from))
    expect(files.size).to.be.greaterThan(100)
    for (const folder of [
      'app/domain/',
      'app/features/',
      'app/db/',
      'app/jobs/',
      'app/http/',
      'app/boot/',
      'sidebar/',
      'wecom-sdk/src/',
    ])
      expect(
        [...files].some((file) => file.startsWith(folder)),
        folder,
      ).to.equal(true)
  })

  for (const rule of RULES) {
    it(rule.name, () => {
      const broken = arrows.filter(rule.forbids).map(({ from, to }) => `${from} → ${to}`)
      expect(broken).to.deep.equal([])
    })
    for (const example of rule.catches)
      it(`… and would catch ${example.from} → ${example.to}${example.isTypeOnly ? ' (types)' : ''}`, () => {
        expect(rule.forbids(example)).to.equal(true)
      })
  }

  it('writes rows only in store files, and an import kind in its own file', () => {
    const WRITE = /\btx\.(insert|save|update|upsert|delete|remove|increment)\(|tx\.query\(\s*[`'](INSERT|UPDATE|DELETE)/
    const isStore = (file: string) => /(store|Store)\.ts$/.test(file) || file.startsWith('app/features/imports/')
    const writers = sourceFiles(join(ROOT, 'app/features')).filter((file) => WRITE.test(readFileSync(file, 'utf8')))
    expect(writers.length).to.be.greaterThan(5)
    expect(writers.map((file) => relative(ROOT, file)).filter((file) => !isStore(file))).to.deep.equal([])
  })
})
