import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { findHalfVendors, VENDOR_SHAPE, VENDOR_WHERE } from './vendorEnv.ts'

/** Where an operator finds a value, printed beside the fault. */
const WHERE: Record<string, string> = {
  WECOM_CORP_ID: '管理后台 › 我的企业 › 企业ID (admin console, company info)',
  WECOM_AGENT_ID: '管理后台 › 应用管理 › 自建应用 › AgentId',
  WECOM_SECRET: '管理后台 › 应用管理 › 自建应用 › Secret',
  WECOM_TOKEN: '管理后台 › 应用 › 接收消息 › 设置API接收 › Token',
  WECOM_ENCODING_AES_KEY: '管理后台 › 应用 › 接收消息 › 设置API接收 › EncodingAESKey (43 characters)',
  SESSION_SECRET: 'make one: openssl rand -hex 32',
  DATA_KEY: 'make one: openssl rand -base64 32',
  MEMBER_WEBHOOK_URL: 'where the member system takes points, https',
  MEMBER_WEBHOOK_SECRET: 'agree one with the member system: openssl rand -hex 32',
  INTAKE_SECRETS: 'agree one with each order system: source:secret,source:secret',
  PUBLIC_BASE_URL: 'the https address guides and WeCom reach this server at',
  DATABASE_URL: 'sqlite:<file> or mysql://user:pass@host:port/db',
  ...VENDOR_WHERE,
}

const port = z.coerce.number().int().min(0).max(65_535)
const flag = z
  .enum(['0', '1', 'true', 'false', ''])
  .transform((value) => value === '1' || value === 'true')
  .default(false)
const httpUrl = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''))

const SCHEMA = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_BASE_URL: httpUrl.optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|mysql:\/\/.+\/.+)$/, 'must be sqlite:<file> or mysql://user:pass@host:port/db')
    .default('sqlite:./data/huitouke.sqlite'),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  WECOM_CORP_ID: z.string().min(1),
  WECOM_AGENT_ID: z.coerce.number().int().positive(),
  WECOM_SECRET: z.string().min(1),
  WECOM_TOKEN: z.string().regex(/^[A-Za-z0-9]{1,32}$/, 'must be 1 to 32 letters and digits'),
  WECOM_ENCODING_AES_KEY: z.string().regex(/^[A-Za-z0-9]{43}$/, 'must be exactly 43 letters and digits'),
  WECOM_API_BASE: httpUrl.default('https://qyapi.weixin.qq.com'),
  WECOM_OAUTH_BASE: httpUrl.default('https://open.weixin.qq.com'),
  SESSION_SECRET: z.string().min(16, 'must have at least 16 characters'),
  DATA_KEY: z.string().refine((value) => Buffer.from(value, 'base64').length === 32, 'must be 32 bytes in base64'),
  INTAKE_SECRETS: z
    .string()
    .default('')
    .refine(areSecrets, 'must be source:secret pairs, each source once')
    .transform(parseSecrets),
  MEMBER_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  MEMBER_WEBHOOK_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  WECOM_VERIFY_FILES: z.string().default('').transform(parseList),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  BRAND_NAME: z.string().default('本店'),
  ...VENDOR_SHAPE,
  TIME_TRAVEL: flag,
  CRASH_AT: z.string().optional(),
})

export type Env = z.output<typeof SCHEMA>

/** All faults of the environment at once, each with where to find the value. */
export class EnvFaults extends Error {
  readonly faults: string[]
  constructor(faults: string[]) {
    super(`The environment has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.faults = faults
  }
}

/**
 * Reads every setting, `<NAME>_FILE` included. The only reader of process.env.
 * @throws EnvFaults naming all faults together; values are never repeated in it.
 */
export function loadEnv(source: NodeJS.ProcessEnv = process.env): Env {
  return check(SCHEMA, source, findUnsafe)
}

/**
 * Only in what mode and where to listen, for a start that makes every other setting itself.
 * @throws EnvFaults
 */
export function loadListening(source: NodeJS.ProcessEnv = process.env): Pick<Env, 'NODE_ENV' | 'PORT'> {
  return check(SCHEMA.pick({ NODE_ENV: true, PORT: true }), source, () => [])
}

function check<T>(schema: z.ZodType<T>, source: NodeJS.ProcessEnv, findFaults: (env: T) => string[]): T {
  const { values, faults } = readValues(source)
  const parsed = schema.safeParse(values)
  for (const issue of parsed.error?.issues ?? [])
    faults.push(describeFault(String(issue.path[0]), issue.message, values))
  if (parsed.data) faults.push(...findFaults(parsed.data))
  if (faults.length > 0 || !parsed.data) throw new EnvFaults(faults)
  return parsed.data
}

function readValues(source: NodeJS.ProcessEnv): { values: Record<string, string>; faults: string[] } {
  const values: Record<string, string> = {}
  const faults: string[] = []
  for (const name of Object.keys(SCHEMA.shape)) {
    const file = source[`${name}_FILE`]
    const direct = source[name]
    if (file) {
      try {
        values[name] = readFileSync(file, 'utf8').trim()
      } catch {
        faults.push(`${name}_FILE: the file cannot be read`)
      }
    } else if (direct !== undefined && direct !== '') values[name] = direct
  }
  return { values, faults }
}

function describeFault(name: string, message: string, values: Record<string, string>): string {
  const what = values[name] === undefined ? 'is missing' : message
  return WHERE[name] ? `${name}: ${what}. ${WHERE[name]}` : `${name}: ${what}`
}

const LOOPBACK = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/

/** Time travel, crash points and a local WeCom belong to a workbench, never to a shop. */
function findUnsafe(env: Env): string[] {
  const faults = findHalfVendors(env).map((name) => describeFault(name, '', {}))
  const isProduction = env.NODE_ENV === 'production'
  if (env.TIME_TRAVEL && isProduction) faults.push('TIME_TRAVEL: refused when NODE_ENV=production')
  if (env.TIME_TRAVEL && !LOOPBACK.test(env.WECOM_API_BASE))
    faults.push('TIME_TRAVEL: refused when WECOM_API_BASE is not on loopback')
  if (env.CRASH_AT && isProduction) faults.push('CRASH_AT: refused when NODE_ENV=production')
  const { MEMBER_WEBHOOK_URL: url, MEMBER_WEBHOOK_SECRET: secret } = env
  if ((url === undefined) !== (secret === undefined))
    faults.push('MEMBER_WEBHOOK_URL, MEMBER_WEBHOOK_SECRET: set both or neither')
  if (url?.startsWith('http:') && isProduction) faults.push('MEMBER_WEBHOOK_URL: must be https in production')
  return faults
}

const SECRET_PAIR = /^([^:]+):(.+)$/

/** A half-written pair would turn a whole order system away, silently. */
function areSecrets(text: string): boolean {
  const pairs = parseList(text)
  return pairs.every((pair) => SECRET_PAIR.test(pair)) && parseSecrets(text).size === pairs.length
}

function parseSecrets(text: string): Map<string, string> {
  const pairs = parseList(text).flatMap((pair) => {
    const [, source, secret] = SECRET_PAIR.exec(pair) ?? []
    return source && secret ? [[source, secret] as const] : []
  })
  return new Map(pairs)
}

function parseList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
