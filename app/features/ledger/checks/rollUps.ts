import type { EntityManager } from 'typeorm'
import { breathe } from '../breathe.ts'
import type { FaultKind } from '../contract.ts'
import type { NoteFault } from '../faultList.ts'
import { ROLL_UPS, type RollUpSums } from '../journalSums.ts'

const KIND: Record<RollUpSums['table'], FaultKind> = {
  guide_days: 'guide_day_off',
  pool_days: 'pool_day_off',
  guide_months: 'guide_month_off',
}
const SHOWN = 50

/** Every roll-up row is what the journal says, and there is none besides; month by month. */
export async function checkRollUps(read: EntityManager, note: NoteFault, signal?: AbortSignal): Promise<void> {
  const months: { month: string }[] = await read.query(
    `SELECT DISTINCT SUBSTR(booked_on, 1, 7) AS month FROM ledger_postings
     UNION SELECT DISTINCT SUBSTR(day, 1, 7) FROM guide_days
     UNION SELECT DISTINCT SUBSTR(day, 1, 7) FROM pool_days
     UNION SELECT DISTINCT month FROM guide_months ORDER BY 1`,
  )
  for (const { month } of months) {
    await breathe(signal)
    await checkRollUpsOf(read, note, month)
  }
}

export async function checkRollUpsOf(em: EntityManager, note: NoteFault, month: string): Promise<void> {
  for (const sums of ROLL_UPS) {
    await breathe()
    for (const row of await readDifferences(em, sums, month)) {
      const figure = sums.figures.find((name) => Number(row[name]) !== 0) ?? ''
      const subject = sums.keys.map((key) => (key === 'guide_id' ? `guide ${row[key]}` : String(row[key] || '–')))
      note(KIND[sums.table], `${subject.join(' ')} ${figure}`, Number(row[figure]))
    }
  }
}

/** In one statement, so that a posting in between cannot show on one side only. */
function readDifferences(
  em: EntityManager,
  sums: RollUpSums,
  month: string,
): Promise<Record<string, string | number>[]> {
  const { table, keys, figures, period } = sums
  // Bounds a month's texts of days lie between, whatever was written into them.
  const days = [`${month}-00`, `${month}-99`]
  const ofPeriod = period === 'day' ? 'day >= ? AND day <= ?' : 'month = ?'
  const key = keys.join(', ')
  const differ = figures.map((name) => `SUM(${name}) <> 0`).join(' OR ')
  return em.query(
    `SELECT ${key}, ${figures.map((name) => `CAST(SUM(${name}) AS SIGNED) AS ${name}`).join(', ')} FROM (
       SELECT ${key}, ${figures.join(', ')} FROM ${table} WHERE ${ofPeriod}
       UNION ALL
       SELECT ${key}, ${figures.map((name) => `0 - ${name}`).join(', ')}
       FROM (${sums.select('p.booked_on >= ? AND p.booked_on <= ?')}) journal
     ) sides
     GROUP BY ${key} HAVING ${differ} ORDER BY ${key} LIMIT ${SHOWN}`,
    [...(period === 'day' ? days : [month]), ...days],
  )
}
