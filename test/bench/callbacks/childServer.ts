import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'

export interface ChildServer {
  port: number
  pid: number
  stop(): Promise<void>
}

export interface ChildPlan {
  file: string
  /** Flags of node itself, tsx among them. */
  execArgv: string[]
  env: Record<string, string>
}

export const TSX_FLAGS = ['--import=tsx', '--conditions=source']

const START_MS = 30_000

/**
 * A server in a process of its own, so that it has its own event loop and its processor time can be told apart.
 * It listens on PORT and sends `ready`.
 */
export async function startChild({ file, execArgv, env }: ChildPlan): Promise<ChildServer> {
  const port = await findFreePort()
  const child = fork(file, {
    execArgv,
    env: { ...process.env, NODE_ENV: 'production', ...env, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await waitUntilReady(child, file)
  return { port, pid: child.pid ?? 0, stop: () => stopChild(child) }
}

function waitUntilReady(child: ChildProcess, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail('did not get ready'), START_MS)
    const fail = (why: string) => {
      child.kill('SIGKILL')
      reject(new Error(`${file} ${why}`))
    }
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`${file} ended with ${code} before it was ready`))
    })
    child.once('message', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(timer)
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const TICK_MICROS = 10_000

/** User and system time of a process so far; undefined where there is no /proc, or the process is not ours to see. */
export function cpuMicrosOf(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * TICK_MICROS
  } catch {
    return undefined
  }
}
