import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build } from 'esbuild'
import { PRODUCT_ROOT } from '../../app/boot/productRoot.ts'

const SDK = join(PRODUCT_ROOT, 'wecom-sdk')
const CACHE = join(PRODUCT_ROOT, 'node_modules/.cache')
const bundles = new Map<string, Promise<string>>()
let folder: string | undefined

/**
 * One file that `node` runs alone as a process, made from a script of ours once a run: through tsx each start takes
 * three times as long, and the suite starts seventy.
 */
export async function bundled(script: string): Promise<string> {
  const known = bundles.get(script) ?? bundle(script)
  bundles.set(script, known)
  return known
}

async function bundle(script: string): Promise<string> {
  folder ??= makeFolder()
  const outfile = join(folder, `${relative(PRODUCT_ROOT, script).replaceAll('/', '-')}.mjs`)
  await build({
    entryPoints: [script],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias: { 'wecom-sdk/local': join(SDK, 'local/index.ts'), 'wecom-sdk': join(SDK, 'src/index.ts') },
  })
  return outfile
}

/** Below node_modules, so that a bundle finds what it imports. */
function makeFolder(): string {
  mkdirSync(CACHE, { recursive: true })
  const made = mkdtempSync(join(CACHE, 'huitouke-test-'))
  process.on('exit', () => rmSync(made, { recursive: true, force: true }))
  return made
}
