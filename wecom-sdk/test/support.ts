import { readdirSync, readFileSync } from 'node:fs'

const root = new URL('./fixtures/wecom/', import.meta.url)

export function readFixture(name: string): string {
  return readFileSync(new URL(name, root), 'utf8')
}

export function readJsonFixture(name: string): unknown {
  return JSON.parse(readFixture(name))
}

export function listFixtures(start: string): string[] {
  return readdirSync(root).filter((name) => name.startsWith(start))
}

export interface CipherVector {
  id: string
  token: string
  encodingAESKey: string
  receiveid: string
  timestamp: string
  nonce: string
  encrypt: string
  msg_signature: string
  plaintext: string
  random16hex: string
  rawQuery?: string
  expectCode: number
  expectReason: string
}

export interface TicketVector {
  id: string
  jsapi_ticket: string
  noncestr: string
  timestamp: string
  url: string
  pageHref?: string
  signature: string
}

export interface Vectors {
  published: CipherVector[]
  made_here: CipherVector[]
  negative: CipherVector[]
  js_sdk: TicketVector[]
}

export function readVectors(): Vectors {
  return readJsonFixture('test-vectors.json') as Vectors
}
