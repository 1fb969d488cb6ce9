import { z } from 'zod'
import { type Route, route } from '../../app/http/route.ts'

export interface Posted {
  path: string
  body: Record<string, unknown>
}

const ANY = z.record(z.string(), z.string())
const BODY = z.record(z.string(), z.unknown())

export const get = <P, A>(path: string, params: z.ZodType<P>, answer: z.ZodType<A>, say: (params: P) => A): Route =>
  route({
    method: 'get',
    path,
    access: 'guide',
    summary: 'fixture',
    params,
    answer,
    handle: async ({ params }) => say(params),
  })

export const ask = <A>(
  path: string,
  access: 'guide' | 'manager',
  answer: z.ZodType<A>,
  say: (query: Query) => A,
): Route =>
  route({
    method: 'get',
    path,
    access,
    summary: 'fixture',
    query: ANY,
    answer,
    handle: async ({ query }) => say(query),
  })

type Query = Record<string, string>
type Body = Record<string, unknown>

/** Notes down what was posted. */
export function recorder(posted: Posted[]) {
  return <A>(
    path: string,
    answer: z.ZodType<A>,
    say: (body: Body, id: string) => A,
    accepts: z.ZodType = BODY,
  ): Route =>
    route({
      method: 'post',
      path,
      access: 'guide',
      summary: 'fixture',
      params: z.object({ id: z.string().default('') }),
      body: accepts,
      answer,
      handle: async ({ params, body, koa }) => {
        posted.push({ path: koa.path, body: body as Body })
        return say(body as Body, params.id)
      },
    })
}
