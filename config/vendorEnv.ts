import { z } from 'zod'

/** Settings of the malls that sign in their own way. */

/** What makes up a mall: all of it or nothing. */
const VENDORS = [
  ['YOUZAN_CLIENT_ID', 'YOUZAN_CLIENT_SECRET'],
  ['WEIMOB_CLIENT_ID', 'WEIMOB_CLIENT_SECRET', 'WEIMOB_BOS_ID'],
  ['WEIXIN_SHOP_APP_ID', 'WEIXIN_SHOP_SECRET', 'WEIXIN_SHOP_TOKEN', 'WEIXIN_SHOP_ENCODING_AES_KEY'],
] as const

/** Where an operator finds a value, printed beside the fault. */
export const VENDOR_WHERE: Record<string, string> = {
  YOUZAN_CLIENT_ID: '有赞云控制台 › 应用 › client_id',
  YOUZAN_CLIENT_SECRET: '有赞云控制台 › 应用 › client_secret',
  WEIMOB_CLIENT_ID: '微盟云 › 应用 › client_id',
  WEIMOB_CLIENT_SECRET: '微盟云 › 应用 › client_secret',
  WEIMOB_BOS_ID: '微盟商家后台 › 商家操作系统 id (bosId)',
  WEIMOB_SIGN: '微盟云 › 消息订阅 › 签名说明',
  WEIXIN_SHOP_APP_ID: '微信小店后台 › 开放能力 › AppID',
  WEIXIN_SHOP_SECRET: '微信小店后台 › 开放能力 › AppSecret',
  WEIXIN_SHOP_TOKEN: '微信小店后台 › 消息推送 › Token',
  WEIXIN_SHOP_ENCODING_AES_KEY:
    '微信小店后台 › 消息推送 › EncodingAESKey (43 characters)，数据格式选 JSON，加密方式选安全模式',
  VENDOR_STORES: 'youzan/<kdt_id>=<store code>,weimob/<vid>=<store code>',
}

const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''))

export const VENDOR_SHAPE = {
  YOUZAN_CLIENT_ID: z.string().optional(),
  YOUZAN_CLIENT_SECRET: z.string().optional(),
  WEIMOB_CLIENT_ID: z.string().optional(),
  WEIMOB_CLIENT_SECRET: z.string().optional(),
  WEIMOB_BOS_ID: z
    .string()
    .regex(/^\d{1,20}$/, 'must be digits')
    .optional(),
  WEIMOB_API_BASE: url.default('https://dopen.weimob.com'),
  WEIMOB_SIGN: z
    .string()
    .default('client_id+id+msg_body+client_secret')
    .refine(isSignRecipe, 'must be names joined by +, client_secret and msg_body or id among them')
    .transform((text) => text.split('+')),
  WEIMOB_REFUNDED_STATUSES: z.string().default('').transform(listOf),
  WEIXIN_SHOP_APP_ID: z.string().optional(),
  WEIXIN_SHOP_SECRET: z.string().optional(),
  WEIXIN_SHOP_TOKEN: z
    .string()
    .regex(/^[A-Za-z0-9]{3,32}$/, 'must be 3 to 32 letters and digits')
    .optional(),
  WEIXIN_SHOP_ENCODING_AES_KEY: z
    .string()
    .regex(/^[A-Za-z0-9]{43}$/, 'must be exactly 43 letters and digits')
    .optional(),
  WEIXIN_SHOP_API_BASE: url.default('https://api.weixin.qq.com'),
  VENDOR_STORES: z
    .string()
    .default('')
    .refine(
      (text) => listOf(text).every((pair) => STORE_PAIR.test(pair)),
      'must be source/id=store code, comma separated',
    )
    .transform(parseStores),
}

/** A mall half configured would be silent: its address answers 404. @returns the names that are missing */
export function findHalfVendors(env: Partial<Record<(typeof VENDORS)[number][number], string>>): string[] {
  return VENDORS.flatMap((names) => {
    const missing = names.filter((name) => !env[name])
    return missing.length === names.length ? [] : missing
  })
}

const STORE_PAIR = /^(youzan|weimob)\/\d{1,20}=[^=]{1,64}$/

function parseStores(text: string): Map<string, string> {
  return new Map(listOf(text).map((pair) => pair.split('=', 2) as [string, string]))
}

const SIGNABLE = new Set(['client_id', 'id', 'topic', 'event', 'bos_id', 'msg_body', 'client_secret'])

/** Without the secret anybody could sign; without the message's own parts one signature would fit all. */
function isSignRecipe(text: string): boolean {
  const names = text.split('+')
  const isKnown = names.every((name) => SIGNABLE.has(name))
  return isKnown && names.includes('client_secret') && (names.includes('msg_body') || names.includes('id'))
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
