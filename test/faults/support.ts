import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'chai'
import type { Database } from '../../app/db/database.ts'
import { bundled } from '../support/bundle.ts'
import type { ChildOrders } from './child.ts'

const CHILD = resolve(import.meta.dirname, 'child.ts')

export interface Victim {
  process: ChildProcess
  /** What it acknowledged so far. */
  acked: string[]
  /** Resolves with the signal or code it ended by. */
  ended: Promise<string>
  stored: Promise<void>
}

export async function startVictim(orders: ChildOrders): Promise<Victim> {
  const child = spawn(process.execPath, [await bundled(CHILD), JSON.stringify(orders)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acked: string[] = []
  let markStored: () => void = () => undefined
  const stored = new Promise<void>((resolve) => (markStored = resolve))
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => (line.startsWith('acked ') ? acked.push(line.slice(6)) : markStored()))
  const ended = new Promise<string>((resolve) => {
    child.on('close', (code, signal) => {
      markStored()
      resolve(signal ?? String(code))
    })
  })
  return { process: child, acked, ended, stored }
}

export async function makeEffectTables(db: Database): Promise<void> {
  const id = db.kind === 'mysql' ? 'BIGINT AUTO_INCREMENT PRIMARY KEY' : 'INTEGER PRIMARY KEY AUTOINCREMENT'
  for (const table of ['effects', 'calls']) await db.source.query(`DROP TABLE IF EXISTS ${table}`)
  await db.source.query(`CREATE TABLE effects (id ${id}, kind VARCHAR(16), name VARCHAR(64))`)
  await db.source.query(`CREATE TABLE calls (id ${id}, name VARCHAR(64))`)
}

export async function dropEffectTables(db: Database): Promise<void> {
  for (const table of ['effects', 'calls']) await db.source.query(`DROP TABLE IF EXISTS ${table}`)
}

/** The promise of the inbox: nothing acknowledged is lost, nothing happens twice, a stream keeps its order. */
export async function expectNothingLostOrDoubled(db: Database, acked: string[]): Promise<void> {
  const names = async (sql: string) => ((await db.read.query(sql)) as { name: string }[]).map((row) => row.name)
  const handled = await names(`SELECT name FROM effects WHERE kind = 'handled' ORDER BY id`)
  const sent = await names(`SELECT name FROM effects WHERE kind = 'sent'`)
  const calls = await names('SELECT name FROM calls')
  expect(handled, 'acknowledged but not handled').to.include.members(acked)
  expect(doubled(handled), 'handled twice').to.deep.equal([])
  expect(doubled(calls), 'called twice').to.deep.equal([])
  expect(doubled(sent), 'settled twice').to.deep.equal([])
  expect(calls, 'called for every one').to.have.members(handled)
  expect(sent, 'settled every one').to.have.members(handled)
  expect(outOfOrder(handled), 'out of order').to.deep.equal([])
}

function doubled(names: string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index)
}

function outOfOrder(names: string[]): string[] {
  const last = new Map<string, number>()
  return names.filter((name) => {
    const [stream = '', number = ''] = name.split(':')
    const isLate = Number(number) <= (last.get(stream) ?? -1)
    last.set(stream, Number(number))
    return isLate
  })
}

/** A slot of a schedule is taken together with its job, or not at all. */
export async function expectSlotsKept(db: Database): Promise<void> {
  const jobs: { slot: string }[] = await db.read.query(
    `SELECT dedupe_key AS slot FROM jobs WHERE dedupe_key LIKE 'second:%'`,
  )
  const [run]: { lastSlotAt: number }[] = await db.read.query('SELECT last_slot_at AS lastSlotAt FROM schedule_runs')
  expect(
    jobs.map((job) => job.slot),
    'the job of the last slot',
  ).to.include(`second:${run?.lastSlotAt}`)
}
