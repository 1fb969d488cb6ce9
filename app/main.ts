import { parseArgs } from 'node:util'
import { type Env, EnvFaults, loadEnv } from '../config/env.ts'
import { openProduct, ROLES, type Role } from './boot/product.ts'

const GRACE_MS = 12_000

/** `node dist/app/main.js --role=web|worker|scheduler|all` */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { role: { type: 'string', default: 'all' } } })
  const role = ROLES.find((name) => name === values.role)
  if (!role) throw new EnvFaults([`--role must be one of ${ROLES.join(', ')}`])
  const env = loadEnv()
  refuseLonelyRole(role, env)
  const product = await openProduct(env, { role })
  await product.start()
  product.deps.log.info({ role, port: product.port }, 'ready')
  // pm2 waits for this before it stops the old process.
  process.send?.('ready')
  stopOnSignal(() => product.stop(GRACE_MS))
}

/** Roles apart share the work through Redis and one MySQL; SQLite belongs to one process. */
function refuseLonelyRole(role: Role, env: Env): void {
  if (role === 'all') return
  const faults: string[] = []
  if (!env.REDIS_URL)
    faults.push(`REDIS_URL: is missing. --role=${role} works beside other processes; one process alone runs --role=all`)
  if (env.DATABASE_URL.startsWith('sqlite:'))
    faults.push(`DATABASE_URL: SQLite serves one process (--role=all); --role=${role} needs mysql://`)
  if (faults.length > 0) throw new EnvFaults(faults)
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
