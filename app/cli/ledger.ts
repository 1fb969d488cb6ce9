import { loadEnv } from '../../config/env.ts'
import { openDeps } from '../boot/product.ts'
import type { Deps } from '../deps.ts'
import { formatYuan } from '../domain/money.ts'
import { closeMonth } from '../features/ledger/commands/closeMonth.ts'
import { proveLedger } from '../features/ledger/commands/proveLedger.ts'
import { rebuildRollUps } from '../features/ledger/commands/rebuildRollUps.ts'
import { sealBlocks } from '../features/ledger/commands/sealBlocks.ts'
import { faultText, presentClosing } from '../features/ledger/present.ts'
import { AppError } from '../http/errors.ts'
import { CommandFault, runCommand } from './runCommand.ts'

const USAGE = `usage:
  npm run ledger -- prove            proves the whole ledger; exit code 1 when it finds a fault
  npm run ledger -- close 2026-10    proves, then closes the next month in order, for good
  npm run ledger -- rebuild          makes all roll-ups anew from the journal
  npm run ledger -- seal             hangs what is not sealed yet on the chain`

const ACTOR = 'cli'

const ACTS: Record<string, (deps: Deps, month: string) => Promise<number>> = { prove, close, rebuild, seal }

/** `npm run ledger`: the accountant's side from the shell. */
await runCommand(async () => {
  const [what = '', month, ...rest] = process.argv.slice(2)
  const act = ACTS[what]
  if (!act || rest.length > 0 || (what === 'close') !== (month !== undefined)) throw new CommandFault(USAGE)
  const { deps, close } = await openDeps(loadEnv())
  try {
    return await act(deps, month ?? '')
  } finally {
    await close()
  }
})

async function prove(deps: Deps): Promise<number> {
  const { isGood, postings, faultCount, faults } = await proveLedger(deps)
  console.log(isGood ? `账本核对无误，${postings} 张凭证` : `账本有 ${faultCount} 处差错，${postings} 张凭证`)
  for (const fault of faults) console.log(`  ${faultText(fault)}`)
  return isGood ? 0 : 1
}

async function close(deps: Deps, month: string): Promise<number> {
  if ((await prove(deps)) !== 0) return 1
  try {
    const closing = presentClosing(await closeMonth(deps, { month, actor: ACTOR }))
    const { postings, netSalesFen, guidesFen } = closing
    console.log(`${month} 已结账：${postings} 张凭证，净销售 ${formatYuan(netSalesFen)}，导购 ${formatYuan(guidesFen)}`)
    return 0
  } catch (error) {
    if (error instanceof AppError) throw new CommandFault(error.message)
    throw error
  }
}

async function rebuild(deps: Deps): Promise<number> {
  const rows = await rebuildRollUps(deps, ACTOR)
  for (const [table, count] of Object.entries(rows)) console.log(`${table}: ${count}`)
  return 0
}

async function seal(deps: Deps): Promise<number> {
  console.log(`${await sealBlocks(deps)} blocks`)
  return 0
}
