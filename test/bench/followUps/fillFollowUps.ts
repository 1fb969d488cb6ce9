import type { Database } from '../../../app/db/database.ts'

/** When the claim is made; due ones lie before it, the others in the weeks and months after. */
export const NOW_MS = 1_795_000_000_000
const DAY_MS = 86_400_000
const SEED = 500

const COLUMNS = `playbook_id, step_id, external_user_id, guide_id, store_code, state, expires_at, priority, purpose,
  reason_code, reason_data, talk_track_set, created_at, version`

/** Bulk statements instead of commands: what is measured is reading, and the rows are what planning would leave. */
export async function fillFollowUps(db: Database, { due, future }: { due: number; future: number }): Promise<void> {
  const seeded = Math.min(SEED, due)
  for (let id = 1; id <= seeded; id += 1) await insertSeed(db, id)
  for (let made = seeded; made < due; made += seeded)
    await copy(db, 0, made, Math.min(seeded, due - made), NOW_MS - made)
  // Doubled by the database itself until there are enough: minutes become seconds.
  if (future > 0) await copy(db, 0, due, Math.min(seeded, future), NOW_MS + DAY_MS)
  for (let made = Math.min(seeded, future); made < future; ) {
    const more = Math.min(made, future - made)
    await copy(db, due, made, more, NOW_MS + DAY_MS + made * 1000)
    made += more
  }
  await db.source.query(db.kind === 'mysql' ? 'ANALYZE TABLE follow_ups' : 'ANALYZE')
}

async function insertSeed(db: Database, id: number): Promise<void> {
  await db.source.query(
    `INSERT INTO follow_ups (id, track_id, due_at, ${COLUMNS})
     VALUES (?, ?, ?, 'first_purchase', 'day_1', ?, ?, 'S1', 'planned', ?, 80, 'service', 'x', '{}', 'care/x', 1, 0)`,
    [id, id, NOW_MS - id * 1000, `wm${id}`, 1 + (id % 100), NOW_MS + 90 * DAY_MS],
  )
}

/** Copies `count` rows after `from`, with ids `shift` higher, due a second apart from `dueAt` on. */
async function copy(db: Database, from: number, shift: number, count: number, dueAt: number): Promise<void> {
  await db.source.query(
    `INSERT INTO follow_ups (id, track_id, due_at, ${COLUMNS})
     SELECT id + ${shift}, id + ${shift}, ${dueAt} + (id - ${from}) * ${dueAt > NOW_MS ? 1000 : -1000}, ${COLUMNS}
     FROM follow_ups WHERE id > ${from} AND id <= ${from + count}`,
  )
}
