import type { Database } from '../../../app/db/database.ts'
import { type Cell, insertRows } from '../../../app/db/statements.ts'
import type { Vault } from '../../../app/deps.ts'
import type { FileShape } from './makeOrdersFile.ts'

const countTo = (length: number) => Array.from({ length }, (_, index) => index)
const SINCE_MS = Date.parse('2026-01-01T00:00:00Z')

/** A chain whose file of sales names only what is known: stores, guides, products, and contacts by phone, each bound. */
export async function fillShop(db: Database, vault: Pick<Vault, 'keyOf'>, shape: FileShape): Promise<void> {
  const insert = (table: string, columns: string, rows: Cell[][]) =>
    db.transaction((tx) => insertRows(tx, table, columns.split(', '), rows))
  const storeOf = (guide: number) => `S${String(Math.floor((guide * shape.stores) / shape.guides)).padStart(4, '0')}`
  await insert('regions', 'code, name, path', [['CN', '全国', '/CN/']])
  await insert(
    'stores',
    'code, name, region_code',
    countTo(shape.stores).map((store) => [`S${String(store).padStart(4, '0')}`, `门店${store}`, 'CN']),
  )
  await insert(
    'guides',
    'id, user_id, user_key, name, state, created_at',
    countTo(shape.guides).map((guide) => [guide + 1, `guide.${guide}`, `guide.${guide}`, '导购', 'active', SINCE_MS]),
  )
  await insert(
    'guide_assignments',
    'guide_id, role, level, store_code, from_day',
    countTo(shape.guides).map((guide) => [guide + 1, 'guide', 'skilled', storeOf(guide), '2026-01-01']),
  )
  await insert(
    'products',
    'code, name, category',
    countTo(shape.products).map((product) => [`P${product}`, '茶 250g', '茶叶']),
  )
  const customers = countTo(shape.customers)
  await insert(
    'customers',
    'external_user_id, name, type, stage, stage_since_at, first_added_at',
    customers.map((id) => [`wm${id}`, `客户${id}`, 1, 'lead', SINCE_MS, SINCE_MS]),
  )
  await insert(
    'identity_keys',
    'kind, key_hash, external_user_id, since_at, source',
    customers.map((id) => [
      ...['phone', vault.keyOf('phone', `138${String(id).padStart(8, '0')}`), `wm${id}`, SINCE_MS, 'remark'],
    ]),
  )
  await insert(
    'bindings',
    'external_user_id, open_key, guide_id, store_code, source, from_at',
    customers.map((id) => {
      const guide = id % shape.guides
      return [`wm${id}`, `wm${id}`, guide + 1, storeOf(guide), 'contact_way', SINCE_MS]
    }),
  )
}
