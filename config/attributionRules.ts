import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { TOUCH_KINDS } from '../app/domain/attribution/facts.ts'
import { type AttributionRules, CLAIM_MODES, FALLBACKS } from '../app/domain/attribution/rules.ts'
import { isValidDay } from '../app/domain/businessDay.ts'
import { readYaml, type YamlFault } from './yamlFaults.ts'

const DAYS = z.int().min(0).max(36_500)
const PARTS = z.int().min(0).max(10_000)
const TOUCH = z.enum(TOUCH_KINDS)
const MODE = z.enum(CLAIM_MODES)

/** Words that a mode would pass over in silence: whoever wrote them meant something by them. */
const BINDING_ONLY = 'touches: first_touch goes by the binding and counts none'
const PROTECTS = 'protectDays: only last_touch knows protection'
const RANKS = 'strength: only strongest_touch ranks touches'

const CLAIM = z
  .strictObject({
    mode: MODE,
    touches: z.partialRecord(TOUCH, DAYS.nullable()).default({}),
    protectDays: DAYS.nullable().default(0),
    strength: z.array(TOUCH).default([]),
  })
  .refine(
    ({ mode, touches }) => mode === 'first_touch' || Object.keys(touches).length > 0,
    'touches: name the touches that count',
  )
  .refine(
    ({ mode, strength, touches }) =>
      mode !== 'strongest_touch' || (strength.length > 0 && strength.every((kind) => touches[kind] !== undefined)),
    'strength: strongest first, each also named under touches',
  )
  .refine(({ mode, touches }) => mode !== 'first_touch' || Object.keys(touches).length === 0, BINDING_ONLY)
  .refine(({ mode, protectDays }) => mode === 'last_touch' || protectDays === 0, PROTECTS)
  .refine(({ mode, strength }) => mode === 'strongest_touch' || strength.length === 0, RANKS)

const VERSION = z
  .strictObject({
    version: z.int().positive(),
    title: z.string().trim().min(1).max(20),
    effectiveFrom: z.string().refine(isValidDay, 'no such day'),
    claims: z.array(CLAIM).min(1).max(6),
    shares: z.strictObject({ brought: PARTS, served: PARTS, shared: PARTS, store: PARTS }),
    absentTo: z.enum(['present', 'store']).default('present'),
    fallback: z.array(z.enum(FALLBACKS)).refine((chain) => new Set(chain).size === chain.length, 'each only once'),
    waitDays: DAYS,
    freeze: z.strictObject({
      days: DAYS,
      of: z.enum(['calendar', 'working']),
      from: z.enum(['paid', 'completed']),
    }),
  })
  .refine(({ shares }) => shares.brought + shares.served + shares.shared > 0, {
    path: ['shares'],
    message: 'at least one guide must have a part',
  })

/** One version as written, and the hash by which a later change of it is noticed. */
export interface AttributionVersion extends AttributionRules {
  effectiveFrom: string
  contentHash: string
}

/** What the schema says by itself, for whoever writes a file on the board. */
const SAYINGS: Record<string, string> = {
  'touches: name the touches that count': 'touches 要写明哪些接触算数',
  'strength: strongest first, each also named under touches': 'strength 按深浅列出接触，每一种都要在 touches 里写明',
  [BINDING_ONLY]: 'first_touch 只看归属关系，不能写 touches',
  [PROTECTS]: '只有 last_touch 有保护期 protectDays',
  [RANKS]: '只有 strongest_touch 按 strength 排深浅',
  'no such day': '没有这一天',
  'each only once': '每一项只能写一次',
  'at least one guide must have a part': 'shares 里至少要有一种导购占份',
}

export type AttributionRead = { found: AttributionVersion } | { faults: YamlFault[] }

/** One version from its YAML, or every fault of it with its line. */
export function checkAttribution(source: string): AttributionRead {
  const read = readYaml(source, VERSION, SAYINGS)
  if ('faults' in read) return read
  const contentHash = createHash('sha256').update(JSON.stringify(read.found)).digest('hex')
  return { found: { ...read.found, contentHash } }
}

/**
 * One version from its YAML.
 * @throws Error naming every fault
 */
export function readAttribution(source: string): AttributionVersion {
  const read = checkAttribution(source)
  if ('found' in read) return read.found
  const faults = read.faults.map(
    ({ line, path, message }) => `line ${line}: ${[path, message].filter(Boolean).join(': ')}`,
  )
  throw new Error(faults.join('; '))
}

/** The files of a folder that hold a version, however their ending is written: none may be passed over in silence. */
export function attributionFilesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => /\.ya?ml$/i.test(file))
    .sort()
}

/**
 * All versions of a folder, oldest first.
 * @throws Error naming the file and its faults; or the two versions that contradict each other
 */
export function loadAttribution(folder: string): AttributionVersion[] {
  const versions = attributionFilesIn(folder).map((file) => {
    try {
      return readAttribution(readFileSync(join(folder, file), 'utf8'))
    } catch (error) {
      throw new Error(`config/attribution/${file}: ${error instanceof Error ? error.message : String(error)}`)
    }
  })
  versions.sort((a, b) => a.version - b.version)
  if (versions.length === 0) throw new Error('config/attribution: no version')
  for (const [index, later] of versions.entries()) {
    const earlier = versions[index - 1]
    if (!earlier) continue
    if (later.version === earlier.version) throw new Error(`config/attribution: two files are version ${later.version}`)
    if (later.effectiveFrom <= earlier.effectiveFrom)
      throw new Error(`config/attribution: version ${later.version} must take effect after version ${earlier.version}`)
  }
  return versions
}
