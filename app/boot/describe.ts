import { loadEnv } from '../../config/env.ts'
import { describeApi } from '../http/openapi.ts'
import type { Route } from '../http/route.ts'
import { openProduct } from './product.ts'

/** Stands in for an installation where only the shape of the routes is asked for. Nothing listens, nothing is called. */
const PLACEHOLDERS = {
  DATABASE_URL: 'sqlite::memory:',
  WECOM_CORP_ID: 'ww0000000000000000',
  WECOM_AGENT_ID: '1000002',
  WECOM_SECRET: 'none',
  WECOM_TOKEN: 'none',
  WECOM_ENCODING_AES_KEY: 'A'.repeat(43),
  WECOM_API_BASE: 'http://127.0.0.1:9',
  SESSION_SECRET: 'no session is ever signed',
  DATA_KEY: Buffer.alloc(32).toString('base64'),
  LOG_LEVEL: 'silent',
}

/** The routes of the product as declared, time travel included. */
async function describeRoutes(): Promise<Route[]> {
  const product = await openProduct(loadEnv({ ...PLACEHOLDERS, TIME_TRAVEL: '1' }), { role: 'web' })
  const { routes } = product
  await product.stop(0)
  return routes
}

/** The OpenAPI document without an installation. */
export async function describeProduct(): Promise<object> {
  return describeApi(await describeRoutes(), '0.1.0')
}
