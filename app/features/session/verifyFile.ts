import { z } from 'zod'
import { AppError } from '../../http/errors.ts'
import { type Route, rawAnswer, route } from '../../http/route.ts'

/**
 * Proof that the domain is ours: WeCom fetches `WW_verify_<code>.txt` from the web root and expects the code alone,
 * without a line feed.
 * @param files codes, or names of the files as downloaded
 */
export function verifyFileRoute(files: readonly string[]): Route {
  const codes = new Set(files.map((file) => file.replace(/^WW_verify_/, '').replace(/\.txt$/, '')))
  return route({
    method: 'get',
    path: '/WW_verify_:code.txt',
    access: 'public',
    summary: 'Domain verification file of WeCom',
    params: z.object({ code: z.string() }),
    answer: 'raw',
    async handle({ params }) {
      if (!codes.has(params.code)) throw new AppError('NOT_FOUND')
      return rawAnswer({ status: 200, type: 'text/plain; charset=utf-8', body: params.code })
    },
  })
}
