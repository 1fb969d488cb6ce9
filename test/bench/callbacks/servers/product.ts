import type * as Product from '../../../../app/boot/product.ts'
import type * as Env from '../../../../config/env.ts'

/**
 * The product itself in the role that serves HTTP, from its sources or as compiled. Nothing is left out or replaced;
 * it only starts from here because the shell refuses a lonely `web` role, and a worker beside it would be measured too.
 */
const folder = process.env.BENCH_PRODUCT ?? ''
const extension = folder.endsWith('/dist/') ? 'js' : 'ts'
const { loadEnv }: typeof Env = await import(`${folder}config/env.${extension}`)
const { openProduct }: typeof Product = await import(`${folder}app/boot/product.${extension}`)
const product = await openProduct(loadEnv(), { role: 'web' })
await product.start()
process.once('SIGTERM', () => void product.stop(1_000).then(() => process.exit(0)))
process.send?.('ready')
