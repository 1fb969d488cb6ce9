import { parseArgs } from 'node:util'
import { EnvFaults, loadEnv } from '../config/env.ts'
import { openProduct, ROLES, type Role } from './boot/product.ts'

const GRACE_MS = 12_000

/** `node dist/app/main.js --role=web|worker|scheduler|all` */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { role: { type: 'string', default: 'all' } } })
  const role = ROLES.find((name) => name === values.role)
  if (!role) throw new EnvFaults([`--role must be one of ${ROLES.join(', ')}`])
  const product = await openProduct(loadEnv(), { role: role satisfies Role })
  await product.start()
  product.deps.log.info({ role, port: product.port }, 'ready')
  // pm2 waits for this before it stops the old process.
  process.send?.('ready')
  stopOnSignal(() => product.stop(GRACE_MS))
}

function stopOnSignal(stop: () => Promise<void>): void {
  let isStopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (isStopping) return
      isStopping = true
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
}

main().catch((error: unknown) => {
  console.error(error instanceof EnvFaults ? error.message : error)
  process.exit(1)
})
