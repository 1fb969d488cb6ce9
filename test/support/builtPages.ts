import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBuilder } from 'vite'
import { PRODUCT_ROOT } from '../../app/boot/productRoot.ts'

/** Builds both front ends into that folder. */
export async function buildPagesInto(outDir: string): Promise<void> {
  const builder = await createBuilder({
    configFile: join(PRODUCT_ROOT, 'sidebar/vite.config.ts'),
    logLevel: 'silent',
    environments: { guide: { build: { outDir } }, board: { build: { outDir } } },
  })
  await builder.buildApp()
}

let built: Promise<string> | undefined

/**
 * Builds once per run, away from `dist/`: a test must neither use nor leave an old build, nor take away the one that
 * others are asking for at that moment.
 */
export function buildPages(): Promise<string> {
  const outDir = join(tmpdir(), `huitouke-pages-${process.pid}`)
  if (!built) process.on('exit', () => rmSync(outDir, { recursive: true, force: true }))
  built ??= buildPagesInto(outDir).then(() => outDir)
  return built
}
