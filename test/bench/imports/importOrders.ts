import { cpuMicrosOf } from '../callbacks/childServer.ts'

/** What the bench asks of a process of its own, so that its memory is the import's alone. */
export interface ImportOrders {
  url: string
  /** Taken in first: it warms up compiler, caches and connections, and memory is counted from there. */
  warmUpFile: string
  file: string
  nowMs: number
  /** Of the database, where it is a server on this machine. */
  serverPid?: number | undefined
}

/** What is asked of the process that writes the bare statements. */
export interface RawOrders {
  from: string
  /** Empty, with its tables. */
  to: string
  serverPid?: number | undefined
}

export interface ImportFigures {
  seconds: number
  /** User and system time, of the process and of the server: steadier than seconds where others work too. */
  cpuSeconds: number
  baseRssBytes: number
  /** The highest seen on the way, less what it was after the warm-up. */
  rssGrowthBytes: number
  added: number
  faults: number
}

export const BENCH_KEY = Buffer.alloc(32, 7).toString('base64')

/** Seconds of processor time since this was called, of this process and of the server. */
export function startCpuWatch(serverPid: number | undefined): () => number {
  const own = process.cpuUsage()
  const serverMicros = () => (serverPid === undefined ? 0 : (cpuMicrosOf(serverPid) ?? 0))
  const before = serverMicros()
  return () => {
    const { user, system } = process.cpuUsage(own)
    return (user + system + serverMicros() - before) / 1e6
  }
}
