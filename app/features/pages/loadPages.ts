import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'

export type Coding = 'br' | 'gzip'

export interface Asset {
  type: string
  plain: Buffer
  /** Packed when it is first asked for, off the main thread, and kept: a start need not wait for it. */
  pack(coding: Coding): Promise<Buffer>
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
  const kept = new Map<Coding, Promise<Buffer>>()
  const pack = (coding: Coding) => {
    const packed = kept.get(coding) ?? PACKERS[coding](plain)
    kept.set(coding, packed)
    return packed
  }
  return { type, plain, pack }
}

const PACKERS: Record<Coding, (plain: Buffer) => Promise<Buffer>> = {
  br: (plain) => promisify(brotliCompress)(plain),
  gzip: (plain) => promisify(gzip)(plain, { level: 9 }),
}
