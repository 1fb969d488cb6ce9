import { EnvFaults, loadListening } from '../config/env.ts'
import { startDemo } from './start.ts'

/** A start that makes no sense, told in one line. */
class Refusal extends Error {}

/** `npm run demo`: the product on a seeded chain of shops, with a local WeCom around it. No key, no network. */
async function main(): Promise<void> {
  const { NODE_ENV, PORT: port } = loadListening()
  if (NODE_ENV === 'production') throw new Refusal('The demo does not start with NODE_ENV=production.')
  const started = Date.now()
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`
  const demo = await startDemo({ port, nowMs: started, say: (line) => console.log(`  ${line}（${seconds()}）`) })
  console.log(`\n  演示已就绪（${seconds()}）：${demo.url}/demo\n  Ctrl-C 结束；数据随之清除。\n`)
  stopOnSignal(() => demo.close())
}

const PATIENCE_MS = 3_000

/** A terminal and the runner both pass Ctrl-C on: the echo right after the first is not an order to hurry. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stoppingSinceMs: number | undefined
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stoppingSinceMs !== undefined) {
        if (Date.now() - stoppingSinceMs > PATIENCE_MS) process.exit(1)
        return
      }
      stoppingSinceMs = Date.now()
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
}

main().catch((error: NodeJS.ErrnoException) => {
  const taken = '端口已被占用：换一个，例如 PORT=3100 npm run demo（the port is taken）'
  if (error.code === 'EADDRINUSE') console.error(taken)
  else console.error(error instanceof Refusal || error instanceof EnvFaults ? error.message : error)
  process.exit(1)
})
