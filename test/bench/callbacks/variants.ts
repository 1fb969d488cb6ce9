import Database from 'better-sqlite3'
import { ask, type BenchDatabases, type BenchKind, KIND_NAMES } from '../databases.ts'
import type { BenchPlan } from '../plan.ts'
import { type ChildPlan, TSX_FLAGS } from './childServer.ts'
import type { BenchKeys } from './sealedCallbacks.ts'

/** One server under the same load. */
export interface Variant {
  id: 'floor' | `${'ours' | 'naive'}-${BenchKind}`
  name: string
  child: ChildPlan
  /** Callbacks a round. */
  callbacks: number
  /** Rows stored so far; absent: it stores nothing. */
  countRows?: () => Promise<number>
}

const ROOT = new URL('../../../', import.meta.url).pathname
const here = (file: string) => new URL(`servers/${file}`, import.meta.url).pathname

export async function listVariants(plan: BenchPlan, keys: BenchKeys, databases: BenchDatabases): Promise<Variant[]> {
  const variants: Variant[] = [
    {
      id: 'floor',
      name: "Koa answering 'success'",
      child: { file: here('koaFloor.ts'), execArgv: TSX_FLAGS, env: {} },
      callbacks: plan.floorCallbacks,
    },
  ]
  for (const kind of databases.kinds) {
    const url = await databases.make(kind, 'ours')
    const child = productChild(plan, { ...envOf(keys), DATABASE_URL: url })
    const name = `ours, ${KIND_NAMES[kind]}`
    variants.push({ id: `ours-${kind}`, name, child, callbacks: plan.callbacks, countRows: counter(url, 'inbox') })
  }
  for (const kind of databases.kinds) {
    const url = await databases.make(kind, 'naive')
    const env = { ...envOf(keys), NAIVE_DATABASE_URL: url }
    variants.push({
      id: `naive-${kind}`,
      name: `naive, ${KIND_NAMES[kind]}`,
      child: { file: here('naive.ts'), execArgv: TSX_FLAGS, env },
      callbacks: plan.naiveCallbacks,
      countRows: counter(url, 'naive_events'),
    })
  }
  return variants
}

function productChild({ isCompiled }: BenchPlan, env: Record<string, string>): ChildPlan {
  const file = here('product.ts')
  // Compiled, only the few lines of that file go through tsx.
  if (isCompiled) return { file, execArgv: ['--import=tsx'], env: { ...env, BENCH_PRODUCT: `${ROOT}dist/` } }
  return { file, execArgv: TSX_FLAGS, env: { ...env, BENCH_PRODUCT: ROOT } }
}

function envOf({ corpId, agentId, token, encodingAesKey }: BenchKeys): Record<string, string> {
  return {
    WECOM_CORP_ID: corpId,
    WECOM_AGENT_ID: String(agentId),
    WECOM_TOKEN: token,
    WECOM_ENCODING_AES_KEY: encodingAesKey,
    WECOM_SECRET: 'bench',
    // Nobody listens there: a callback is answered without asking WeCom anything.
    WECOM_API_BASE: 'http://127.0.0.1:9',
    SESSION_SECRET: 'bench-bench-bench-bench',
    DATA_KEY: Buffer.alloc(32).toString('base64'),
  }
}

/** Asked over a connection of its own, so that only what was committed counts. */
function counter(url: string, table: string): () => Promise<number> {
  const statement = `SELECT COUNT(*) AS stored FROM ${table}`
  if (!url.startsWith('sqlite:')) return async () => Number((await ask(url, statement))[0]?.stored)
  return async () => {
    const database = new Database(url.slice('sqlite:'.length), { readonly: true })
    try {
      return (database.prepare(statement).get() as { stored: number }).stored
    } finally {
      database.close()
    }
  }
}
