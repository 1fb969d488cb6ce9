import type { EntityManager } from 'typeorm'
import { startOfBusinessDay } from '../../../domain/businessDay.ts'
import type { Stage } from '../../../domain/lifecycle/stage.ts'
import { anchorOf, type DueDate, monthDaysOf } from './dueDates.ts'

export interface DatePage {
  /** Customers after this id. */
  after: string
  limit: number
  /** Only these stages, as the playbook says. */
  stages?: readonly Stage[]
}

const DAY_MS = 86_400_000

/**
 * Customers whose day it is, who have a guide to speak to them and whom this day has not called yet, by id. Birthdays
 * and anniversaries are found by their index; a holiday is everybody's, read along the key.
 */
export async function customersOfDate(read: EntityManager, due: DueDate, page: DatePage): Promise<string[]> {
  const { sql, values } = dateQuery(due, page)
  const rows: { externalUserId: string }[] = await read.query(sql, values)
  return rows.map(({ externalUserId }) => externalUserId)
}

/** The statement and its values, apart so that its plan can be looked at. */
export function dateQuery(due: DueDate, page: DatePage): { sql: string; values: (string | number)[] } {
  const who = whoseDay(due)
  const stages = page.stages ?? []
  const sql = `SELECT c.external_user_id AS externalUserId FROM ${who.from}
    WHERE ${who.where} AND c.external_user_id > ?
      ${stages.length > 0 ? `AND c.stage IN (${marks(stages)})` : ''}
      AND EXISTS (SELECT 1 FROM customer_relations r
        WHERE r.external_user_id = c.external_user_id AND r.state IN ('active', 'half'))
      AND NOT EXISTS (SELECT 1 FROM follow_up_tracks t WHERE t.playbook_id = ?
        AND t.external_user_id = c.external_user_id AND t.subject = '' AND t.anchor_key = ?)
    ORDER BY c.external_user_id LIMIT ?`
  return { sql, values: [...who.values, page.after, ...stages, due.playbookId, anchorOf(due), page.limit] }
}

function whoseDay({ date, day }: DueDate): { from: string; where: string; values: (string | number)[] } {
  const monthDays = monthDaysOf(day)
  switch (date) {
    case 'holiday':
      return { from: 'customers c', where: '1 = 1', values: [] }
    case 'birthday':
      // Two members under one contact are a conflict for a person: nobody congratulates on the wrong day.
      return {
        from: 'members m JOIN customers c ON c.external_user_id = m.external_user_id',
        where: `m.birth_month_day IN (${marks(monthDays)}) AND NOT EXISTS (SELECT 1 FROM members o
          WHERE o.external_user_id = m.external_user_id AND o.member_no <> m.member_no)`,
        values: monthDays,
      }
    case 'first_purchase_anniversary':
      return {
        from: 'customer_facts f JOIN customers c ON c.external_user_id = f.external_user_id',
        where: `f.first_purchase_month_day IN (${marks(monthDays)}) AND f.first_purchase_at < ?`,
        // Half a year back is an earlier year: the day of the first purchase itself is no anniversary.
        values: [...monthDays, startOfBusinessDay(day) - 180 * DAY_MS],
      }
  }
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ')
}
