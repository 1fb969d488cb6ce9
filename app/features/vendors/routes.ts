import type { Deps } from '../../deps.ts'
import { AppError } from '../../http/errors.ts'
import { type Route, rawAnswer, route } from '../../http/route.ts'
import { takeEvent } from './commands/takeEvent.ts'
import { VENDOR_NAMES, type VendorName, type Vendors } from './contract.ts'

const BODY_LIMIT_BYTES = 256 * 1024

const WHO: Record<VendorName, string> = { youzan: '有赞', weimob: '微盟', 'weixin-shop': '微信小店' }

/** The doors of malls that sign in their own way. One that is not configured does not exist. */
export function vendorRoutes(deps: Deps, vendors: Vendors): Route[] {
  return [
    ...VENDOR_NAMES.map((name) =>
      route({
        method: 'post',
        path: `/hooks/${name}`,
        access: 'signed',
        summary: `Take in one event of ${WHO[name]}, signed its own way`,
        bodyLimitBytes: BODY_LIMIT_BYTES,
        answer: 'raw',
        async handle({ rawBody, koa, log }) {
          const vendor = vendorOf(vendors, name)
          await takeEvent(deps, vendor, { rawBody, query: { ...koa.query }, header: (key) => koa.get(key) }, log)
          return rawAnswer({ status: 200, ...vendor.accepted })
        },
      }),
    ),
    route({
      method: 'get',
      path: '/hooks/weixin-shop',
      access: 'signed',
      summary: '微信小店 looks whether the address is ours: echostr, exactly',
      answer: 'raw',
      async handle({ koa }) {
        const echo = vendorOf(vendors, 'weixin-shop').verifyAddress?.({ ...koa.query })
        if (echo === undefined) throw new AppError('NOT_FOUND')
        return rawAnswer({ status: 200, type: 'text/plain; charset=utf-8', body: echo })
      },
    }),
  ]
}

function vendorOf(vendors: Vendors, name: VendorName) {
  const vendor = vendors.get(name)
  if (!vendor) throw new AppError('NOT_FOUND')
  return vendor
}
