import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Told {
  key: string
  memberNo: string
  points: number
  kind: string
}

export interface MemberSystem {
  env: { MEMBER_WEBHOOK_URL: string; MEMBER_WEBHOOK_SECRET: string }
  /** Every call, repeats included. */
  calls: Told[]
  /** Points by member, each idempotency key counted once. */
  booked(): Record<string, number>
  /** What it answers from now on. */
  answer: number
  /** Instants of its signatures, to be held against the product's clock. */
  signedAtMs: number[]
  close(): Promise<void>
}

const SECRET = 'member-system-secret'

/** A member system that checks the signature as our own intake would, and books each key once. */
export async function startMemberSystem(): Promise<MemberSystem> {
  const system: MemberSystem = {
    env: { MEMBER_WEBHOOK_URL: '', MEMBER_WEBHOOK_SECRET: SECRET },
    calls: [],
    answer: 200,
    signedAtMs: [],
    booked() {
      const once = new Map(this.calls.map((told) => [told.key, told]))
      const sums: Record<string, number> = {}
      for (const { memberNo, points } of once.values()) sums[memberNo] = (sums[memberNo] ?? 0) + points
      return sums
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  const server = createServer(async (request, response) => {
    const raw = await bodyOf(request)
    const timestamp = String(request.headers['x-huitouke-timestamp'])
    const expected = createHmac('sha256', SECRET).update(`${timestamp}.${raw}`).digest('hex')
    const isOurs = request.headers['x-huitouke-signature'] === `sha256=${expected}`
    const message = JSON.parse(raw) as { idempotencyKey: string } & Omit<Told, 'key'>
    const key = String(request.headers['idempotency-key'])
    const status = isOurs && message.idempotencyKey === key ? system.answer : 401
    if (status === 200) {
      const { memberNo, points, kind } = message
      system.calls.push({ key, memberNo, points, kind })
      system.signedAtMs.push(Number(timestamp) * 1000)
    }
    response.writeHead(status).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  system.env.MEMBER_WEBHOOK_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/points`
  return system
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
