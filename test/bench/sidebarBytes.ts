import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildPagesInto } from '../support/builtPages.ts'

export interface PageBytes {
  page: 'guide' | 'board'
  jsGzipBytes: number
  cssGzipBytes: number
}

const PAGES = ['guide', 'board'] as const

/** Builds both pages afresh and counts what a browser loads before it can show anything. */
export async function measurePages(): Promise<PageBytes[]> {
  const outDir = await mkdtemp(join(tmpdir(), 'huitouke-bench-pages-'))
  try {
    await buildPagesInto(outDir)
    return await Promise.all(PAGES.map((page) => measurePage(outDir, page)))
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
}

/** What the HTML names: a chunk that is loaded later is not part of the first view. */
async function measurePage(outDir: string, page: PageBytes['page']): Promise<PageBytes> {
  const files = await readdir(outDir, { recursive: true })
  const htmlFile = files.find((file) => file.endsWith(join(page, 'index.html')))
  if (!htmlFile) throw new Error(`the build made no page ${page}`)
  const html = await readFile(join(outDir, htmlFile), 'utf8')
  const sizeOf = async (pattern: RegExp) => {
    const named = [...html.matchAll(pattern)].map((match) => join(outDir, match[1] ?? ''))
    if (named.length === 0) throw new Error(`${page}/index.html names no ${pattern.source.slice(-12)}`)
    const contents = await Promise.all(named.map((file) => readFile(file)))
    return contents.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0)
  }
  return {
    page,
    jsGzipBytes: await sizeOf(/src="([^"]+\.js)"/g),
    cssGzipBytes: await sizeOf(/href="([^"]+\.css)"/g),
  }
}
