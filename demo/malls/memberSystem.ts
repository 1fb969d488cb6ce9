import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bodyOf } from './server.ts'

/** One message of points, as it came in. */
export interface Told {
  key: string
  memberNo: string
  points: number
  kind: string
  /** ISO 8601, of the entry in the product's books. */
  occurredAt: string
}

export interface MemberSystem {
  env: { MEMBER_WEBHOOK_URL: string; MEMBER_WEBHOOK_SECRET: string }
  /** Every call with a good signature, repeats included. */
  calls: Told[]
  /** Points by member, each idempotency key counted once. */
  booked(): Record<string, number>
  /** What it answers from now on. */
  answer: number
  /** Instants of its signatures, to be held against the product's clock. */
  signedAtMs: number[]
  close(): Promise<void>
}

/** A member system that checks the signature as our own intake would, and books each key once. */
export async function startMemberSystem(secret: string): Promise<MemberSystem> {
  const system: MemberSystem = {
    env: { MEMBER_WEBHOOK_URL: '', MEMBER_WEBHOOK_SECRET: secret },
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
    const expected = createHmac('sha256', secret).update(`${timestamp}.${raw}`).digest('hex')
    if (request.headers['x-huitouke-signature'] !== `sha256=${expected}`) return response.writeHead(401).end('{}')
    const { idempotencyKey, memberNo, points, kind, occurredAt } = JSON.parse(raw) as Told & { idempotencyKey: string }
    const key = String(request.headers['idempotency-key'])
    const status = idempotencyKey === key ? system.answer : 400
    if (status === 200) {
      system.calls.push({ key, memberNo, points, kind, occurredAt })
      system.signedAtMs.push(Number(timestamp) * 1000)
    }
    return response.writeHead(status).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  system.env.MEMBER_WEBHOOK_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/points`
  return system
}
