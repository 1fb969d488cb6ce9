import type { Context } from 'koa'
import getRawBody from 'raw-body'
import { AppError } from './errors.ts'

const MAX_DEPTH = 20

/**
 * The whole body as bytes, whatever its Content-Type says (WeCom's is not documented).
 * A compressed body is refused: it could unpack to anything.
 */
export async function readBody(ctx: Context, limitBytes: number): Promise<Buffer> {
  if (ctx.get('content-encoding') && ctx.get('content-encoding') !== 'identity') throw new AppError('UNSUPPORTED_TYPE')
  const declared = Number(ctx.get('content-length') || 0)
  if (declared > limitBytes) throw new AppError('PAYLOAD_TOO_LARGE', { limitBytes })
  try {
    return await getRawBody(ctx.req, { limit: limitBytes })
  } catch (error) {
    if ((error as { type?: string }).type === 'entity.too.large')
      throw new AppError('PAYLOAD_TOO_LARGE', { limitBytes })
    throw new AppError('BAD_REQUEST')
  }
}

/** @throws AppError BAD_REQUEST for anything that is not plain, shallow JSON in UTF-8. */
export function parseJson(raw: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw))
    if (isTooDeep(value, MAX_DEPTH)) throw new Error('too deep')
    return value
  } catch {
    throw new AppError('BAD_REQUEST', [{ path: '', message: '不是合法的 JSON' }])
  }
}

function isTooDeep(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (left === 0) return true
  return Object.values(value).some((child) => isTooDeep(child, left - 1))
}
