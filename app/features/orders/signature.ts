import { createHmac, timingSafeEqual } from 'node:crypto'

/** An order system's clock may be this far from ours; a replay after it is refused. */
const CLOCK_SKEW_MS = 300_000

export type IntakeSecrets = ReadonlyMap<string, string>

export interface IntakeTrust {
  secrets: IntakeSecrets
  clocks: readonly (() => number)[]
}

interface Signed {
  timestamp: string
  signature: string
  rawBody: Buffer
  nowsMs: readonly number[]
}

/**
 * The sources whose secret signed this body; empty for a bad signature or clock. Every secret is tried, in
 * constant time each, before one byte of the body is parsed: the source is named inside it.
 */
export function findSigners(secrets: IntakeSecrets, signed: Signed): ReadonlySet<string> {
  const { timestamp, rawBody, nowsMs } = signed
  const signers = new Set<string>()
  const isNear = (nowMs: number) => Math.abs(nowMs - Number(timestamp) * 1000) <= CLOCK_SKEW_MS
  if (!/^\d{1,12}$/.test(timestamp) || !nowsMs.some(isNear)) return signers
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(signed.signature)?.[1]
  if (!hex) return signers
  const given = Buffer.from(hex, 'hex')
  for (const [source, secret] of secrets) {
    const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest()
    if (timingSafeEqual(expected, given)) signers.add(source)
  }
  return signers
}
