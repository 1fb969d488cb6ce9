import { hash } from 'node:crypto'

export const SHOP = {
  appId: 'wxshop0000000001',
  secret: 'shop-canary-secret-0001',
  token: 'ShopToken1',
  encodingAesKey: 'ShopAesKey000000000000000000000000000000001',
}

export const afterSaleEvent = (number: string, orderId: string, status: string, createTime = 1_795_224_000) =>
  `{"ToUserName":"gh_shop","CreateTime":${createTime},"MsgType":"event","Event":"channels_ec_aftersale_update","finder_shop_aftersale_status_update":{"status":"${status}","after_sale_order_id":"${number}","order_id":"${orderId}"}}`

export function shopOrder(orderId: string, over: Record<string, unknown> = {}): string {
  const detail = {
    product_infos: [
      { product_id: '1', sku_id: '9001', sku_cnt: 2, title: '乌龙茶', sku_code: 'TEA-03', real_price: 19_800 },
      { product_id: '2', sku_id: '9002', sku_cnt: 1, title: '茶杯', real_price: 5_000 },
    ],
    price_info: { product_price: 24_800, order_price: 25_400, freight: 600 },
    pay_info: { pay_time: 1_795_222_830 },
    delivery_info: { address_info: { user_name: '金丝雀收货人', tel_number: '13800000002' } },
    ...over,
  }
  return `{"order_id":${orderId},"openid":"oCanaryOpen","unionid":"oUnionFang","create_time":1795222800,"status":20,"order_detail":${JSON.stringify(detail)}}`
}

export function shopAfterSale(number: string, orderId: string, over: Record<string, unknown> = {}): string {
  return JSON.stringify({
    ...{
      after_sale_order_id: number,
      order_id: orderId,
      status: 'MERCHANT_REFUND_SUCCESS',
      update_time: 1_795_224_000,
    },
    ...{ product_info: { product_id: '2', sku_id: '9002', count: 1 }, refund_info: { amount: 5_000 }, type: 'REFUND' },
    ...over,
  })
}

export function shopAddressQuery(echostr: string, token = SHOP.token): string {
  const [timestamp, nonce] = ['1795226400', 'n0nce']
  const signature = hash('sha1', [token, timestamp, nonce].sort().join(''), 'hex')
  return `/hooks/weixin-shop?${new URLSearchParams({ signature, timestamp, nonce, echostr })}`
}
