import { openDatabase } from '../../../app/db/database.ts'
import type { RawOrders } from './importOrders.ts'
import { insertRaw, type RawCosts } from './rawInserts.ts'

/** In a process of its own, started as the import is: neither has more memory to waste than the other. */
async function main({ from, to, serverPid }: RawOrders): Promise<RawCosts> {
  const [source, target] = [await openDatabase(from), await openDatabase(to)]
  try {
    return await insertRaw(source, target, serverPid)
  } finally {
    await source.close()
    await target.close()
  }
}

console.log(JSON.stringify(await main(JSON.parse(process.argv[2] ?? '') as RawOrders)))
