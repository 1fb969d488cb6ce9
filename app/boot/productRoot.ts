import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder with package.json, config/ and templates/: one or two up from here, as source or from dist/. */
export const PRODUCT_ROOT = findRoot(import.meta.dirname)

function findRoot(from: string): string {
  if (existsSync(join(from, 'templates')) && existsSync(join(from, 'package.json'))) return from
  const up = dirname(from)
  if (up === from) throw new Error('templates/ and package.json were not found above the program')
  return findRoot(up)
}
