import { DateTime } from 'luxon'
import type { Deps } from '../../deps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import { countOpenWork } from '../../jobs/quiet.ts'
import { readChainState, readLastProof } from '../ledger/queries.ts'
import type { HealthLine } from './contract.ts'

/** A night's proof is a day old at most; two hours of grace for a long night. */
const PROOF_DUE_MS = 26 * 3_600_000
/** Sealed every seven minutes: more than an hour's rush unsealed means that nobody seals. */
const MANY_UNSEALED = 50_000

/** How the product does, for the operator: what works, what is late, what needs a person. */
export async function readHealthLines(
  deps: Pick<Deps, 'db' | 'clock' | 'rules'>,
  pingRedis: (() => Promise<void>) | undefined,
): Promise<HealthLine[]> {
  const lines = await Promise.all([workLine(deps), redisLine(pingRedis), proofLine(deps), sealLine(deps)])
  return [...lines, rulesLine(deps)].flatMap((line) => line ?? [])
}

async function workLine({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<HealthLine> {
  const { waiting, parked } = await countOpenWork(db, clock.nowMs())
  const line = { name: 'work', title: '后台任务' } as const
  if (parked === 0) return { ...line, state: 'ok', detail: waiting === 0 ? '都已做完' : `${waiting} 项正在做` }
  return { ...line, state: 'fault', detail: `${parked} 项多次失败，已停下等人处理：npm run replay -- list` }
}

async function redisLine(ping: (() => Promise<void>) | undefined): Promise<HealthLine | undefined> {
  if (!ping) return undefined
  const line = { name: 'redis', title: 'Redis' } as const
  return ping().then(
    () => ({ ...line, state: 'ok', detail: '正常' }),
    () => ({ ...line, state: 'warn', detail: '连不上；任务照常进行，只是慢一些' }),
  )
}

async function proofLine({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<HealthLine> {
  const line = { name: 'ledger', title: '账本核对' } as const
  const proof = await readLastProof(db.read)
  if (!proof) return { ...line, state: 'warn', detail: '还没有核对过，每天 04:29 自动核对' }
  const { at, isGood, postings, faultCount } = proof
  const when = DateTime.fromMillis(at, { zone: 'Asia/Shanghai' }).toFormat('M月d日 HH:mm')
  if (!isGood) return { ...line, state: 'fault', detail: `${when} 核对，发现 ${faultCount} 处差错` }
  if (at < clock.nowMs() - PROOF_DUE_MS) return { ...line, state: 'warn', detail: `上次核对是 ${when}，已超过一天` }
  return { ...line, state: 'ok', detail: `${when} 核对无误，${postings} 张凭证` }
}

async function sealLine({ db }: Pick<Deps, 'db'>): Promise<HealthLine> {
  const { sealedThrough, unsealed } = await readChainState(db.read)
  const detail = unsealed === 0 ? `已封存到 ${sealedThrough} 号凭证` : `${unsealed} 张凭证待封存`
  return { name: 'seal', title: '账本封存', state: unsealed > MANY_UNSEALED ? 'warn' : 'ok', detail }
}

function rulesLine({ rules, clock }: Pick<Deps, 'rules' | 'clock'>): HealthLine {
  const today = businessDayOf(clock.nowMs())
  const inForce = rules.attribution.findLast(({ effectiveFrom }) => effectiveFrom <= today)
  const detail = inForce
    ? `第 ${inForce.version} 版「${inForce.title}」，${inForce.effectiveFrom} 起生效`
    : '没有已生效的版本，按默认规则'
  return { name: 'rules', title: '归属规则', state: 'ok', detail }
}
