import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

export interface Asset {
  type: string
  plain: Buffer
  /** By content coding. */
  packed: { br: Buffer; gzip: Buffer }
}

export interface BuiltPages {
  guide: string | undefined
  board: string | undefined
  /** By file name; nothing outside this list can be asked for. */
  assets: Map<string, Asset>
}

const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
}

/** Reads the built front ends into memory once. A page that was not built is undefined. */
export function loadPages(distDir: string): BuiltPages {
  const folder = join(distDir, 'assets')
  const names = existsSync(folder) ? readdirSync(folder) : []
  return {
    guide: readPage(join(distDir, 'guide', 'index.html')),
    board: readPage(join(distDir, 'board', 'index.html')),
    assets: new Map(names.map((name) => [name, readAsset(folder, name)])),
  }
}

function readPage(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function readAsset(folder: string, name: string): Asset {
  const plain = readFileSync(join(folder, name))
  const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
  return { type, plain, packed: { br: brotliCompressSync(plain), gzip: gzipSync(plain, { level: 9 }) } }
}
