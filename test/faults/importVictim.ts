import { importFile } from '../../app/boot/importFile.ts'
import { openDatabase } from '../../app/db/database.ts'
import { createBench } from '../features/credits/ledgerBench.ts'

/** Takes a file of orders in, in a process of its own that may be killed: `url`, `path`. */
const [url = '', path = ''] = process.argv.slice(2)
const db = await openDatabase(url)
console.log('going')
await importFile(createBench(db).deps, 'orders', path)
await db.close()
