import type { Readable } from 'node:stream'
import type { ZodType } from 'zod'
import type { Actor } from './actor.ts'
import { type Route, rawAnswer, route } from './route.ts'
import { TABLE_FILE_TYPES, type TableFileKind } from './tableFile.ts'

/** A file on its way out, in one piece. */
export interface WholeFile {
  body: Buffer
  disposition: string
}
/** One of any length: it leaves while it is read. */
export interface StreamedFile {
  stream: Readable
  disposition: string
}

interface ExportSpec<Q> {
  /** `/api/exports/<name>.csv` and `.xlsx`. */
  name: string
  access: 'manager' | 'operator'
  /** What leaves, to be followed by "as CSV". */
  summary: string
  query: ZodType<Q>
  make(actor: Actor, query: Q, kind: TableFileKind): Promise<WholeFile | StreamedFile>
}

/** One table as a file of either kind. */
export function exportRoutes<Q>({ name, access, summary, query, make }: ExportSpec<Q>): Route[] {
  return (['csv', 'xlsx'] as const).map((kind) =>
    route({
      method: 'get',
      path: `/api/exports/${name}.${kind}`,
      access,
      summary: `${summary} as ${kind.toUpperCase()}; every export is noted`,
      query,
      answer: 'raw',
      handle: async ({ actor, query: asked }) => {
        const { disposition, ...file } = await make(actor, asked, kind)
        const headers = { 'content-disposition': disposition, 'cache-control': 'no-store' }
        return rawAnswer({ status: 200, type: TABLE_FILE_TYPES[kind], headers, ...file })
      },
    }),
  )
}
