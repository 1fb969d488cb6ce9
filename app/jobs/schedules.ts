import { CronExpressionParser } from 'cron-parser'
import type { Database, Tx } from '../db/database.ts'
import { ScheduleRun } from '../db/entities/durable.ts'
import { insertOnce } from '../db/statements.ts'
import { changeRows } from './changeRows.ts'
import { enqueueJob } from './enqueue.ts'
import type { NewJob, Schedule } from './types.ts'

/** Retail days end at midnight in Shanghai, wherever the server stands. */
const TIME_ZONE = 'Asia/Shanghai'

export interface ScheduleSettings {
  /** The `enqueue` of Deps, which knows the lanes; absent: stored as given. */
  enqueue?(tx: Tx, job: NewJob): Promise<void>
  crashPoint?(name: string): void
}

/**
 * Stores the job of every schedule whose newest slot has not been taken yet. Any number of processes may call this
 * at any time: one conditional update takes the slot, in one transaction with its job. Slots missed while everything
 * was down are made up for once, by the newest. A schedule met for the first time only notes the slot that has
 * passed: a fresh install does not run last night's work, but runs the next slot.
 * @returns the names that fired
 */
export async function fireDueSchedules(
  db: Database,
  schedules: readonly Schedule[],
  nowMs: number,
  settings: ScheduleSettings = {},
): Promise<string[]> {
  const rows = await db.read.find(ScheduleRun)
  const takenSlots = new Map(rows.map((row) => [row.name, row.lastSlotAt]))
  const fired: string[] = []
  const firstSlots: { name: string; lastSlotAt: number }[] = []
  for (const schedule of schedules) {
    const slotMs = newestSlotMs(schedule.cron, nowMs)
    const lastMs = takenSlots.get(schedule.name)
    if (lastMs === undefined) firstSlots.push({ name: schedule.name, lastSlotAt: slotMs })
    else if (slotMs > lastMs && (await takeSlot(db, schedule, slotMs, nowMs, settings))) fired.push(schedule.name)
  }
  if (firstSlots.length > 0) await noteFirstSlots(db, firstSlots)
  return fired
}

/** By cron line, the slot asked for last and the one after it: to find a slot costs more than all else of a tick. */
const lastSlots = new Map<string, { fromMs: number; untilMs: number }>()

/** The latest moment at or before `nowMs` that the cron line names, in Shanghai. */
export function newestSlotMs(cron: string, nowMs: number): number {
  const last = lastSlots.get(cron)
  if (last && nowMs >= last.fromMs && nowMs < last.untilMs) return last.fromMs
  const fromMs = expressionAt(cron, nowMs + 1)
    .prev()
    .getTime()
  lastSlots.set(cron, { fromMs, untilMs: expressionAt(cron, nowMs).next().getTime() })
  return fromMs
}

function expressionAt(cron: string, atMs: number) {
  return CronExpressionParser.parse(cron, { currentDate: new Date(atMs), tz: TIME_ZONE })
}

async function noteFirstSlots(db: Database, rows: { name: string; lastSlotAt: number }[]): Promise<void> {
  await db.transaction(async (tx) => {
    for (const row of rows) await insertOnce(tx, ScheduleRun, row)
  })
}

function takeSlot(
  db: Database,
  schedule: Schedule,
  slotMs: number,
  nowMs: number,
  settings: ScheduleSettings,
): Promise<boolean> {
  const { enqueue = async (tx: Tx, job: NewJob) => void (await enqueueJob(tx, job, nowMs)), crashPoint } = settings
  return db
    .transaction(async (tx) => {
      const update = 'UPDATE schedule_runs SET last_slot_at = ? WHERE name = ? AND last_slot_at < ?'
      if ((await changeRows(tx, update, [slotMs, schedule.name, slotMs])) === 0) return false
      crashPoint?.('schedule.slotTaken')
      await enqueue(tx, { ...schedule.job, dedupeKey: `${schedule.name}:${slotMs}` })
      return true
    })
    .then((isTaken) => {
      if (isTaken) crashPoint?.('schedule.committed')
      return isTaken
    })
}
