import type { Redis } from 'ioredis'
import { redisTokenStore } from 'wecom-sdk'
import type { Env } from '../../config/env.ts'
import type { Vendor, Vendors } from '../features/vendors/contract.ts'
import { createWeimob } from '../features/vendors/weimob.ts'
import { createWeimobApi } from '../features/vendors/weimobApi.ts'
import { createWeixinShop } from '../features/vendors/weixinShop.ts'
import { createWeixinShopApi } from '../features/vendors/weixinShopApi.ts'
import { createYouzan } from '../features/vendors/youzan.ts'
import type { Clock } from '../jobs/types.ts'

interface VendorParts {
  env: Env
  clock: Clock
  redis: Redis | undefined
  redisPrefix: string
}

/** The malls that are configured. With Redis their tokens are shared by all processes. */
export function buildVendors({ env, clock, redis, redisPrefix }: VendorParts): Vendors {
  const stores = env.VENDOR_STORES
  const tokensOf = (name: string) => ({
    wallMs: clock.wallMs,
    ...(redis ? { tokens: redisTokenStore(redis, `${redisPrefix}:${name}`) } : {}),
  })
  const found: Vendor[] = []
  const { YOUZAN_CLIENT_ID, YOUZAN_CLIENT_SECRET } = env
  if (YOUZAN_CLIENT_ID && YOUZAN_CLIENT_SECRET)
    found.push(createYouzan({ clientId: YOUZAN_CLIENT_ID, clientSecret: YOUZAN_CLIENT_SECRET }, stores))
  const { WEIMOB_CLIENT_ID: clientId, WEIMOB_CLIENT_SECRET: clientSecret, WEIMOB_BOS_ID: bosId } = env
  if (clientId && clientSecret && bosId) {
    const keys = { clientId, clientSecret, bosId }
    const api = createWeimobApi({ ...keys, baseUrl: env.WEIMOB_API_BASE }, tokensOf(`weimob:${bosId}`))
    const settings = { ...keys, signParts: env.WEIMOB_SIGN, refundedStatuses: env.WEIMOB_REFUNDED_STATUSES }
    found.push(createWeimob(settings, stores, api))
  }
  const { WEIXIN_SHOP_APP_ID: appId, WEIXIN_SHOP_SECRET: secret, WEIXIN_SHOP_TOKEN: token } = env
  const encodingAesKey = env.WEIXIN_SHOP_ENCODING_AES_KEY
  if (appId && secret && token && encodingAesKey) {
    const api = createWeixinShopApi(
      { appId, secret, baseUrl: env.WEIXIN_SHOP_API_BASE },
      tokensOf(`weixin-shop:${appId}`),
    )
    found.push(createWeixinShop({ appId, token, encodingAesKey }, api))
  }
  return new Map(found.map((vendor) => [vendor.name, vendor]))
}
