import { randomBytes } from 'node:crypto'
import { createCallbackCipher } from 'wecom-sdk'
import type { Env } from '../../../config/env.ts'
import { type Check, describe, fault, ok, skipped } from './finding.ts'

const TIMEOUT_MS = 5_000
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** What WeCom will meet at our address: the callback door and the verification files. */
export function checkAddress(env: Env): Check[] {
  const base = env.PUBLIC_BASE_URL ?? `http://${env.HOST}:${env.PORT}`
  return [
    { name: 'callback_crypto', title: '回调加解密 / callback crypto', look: async () => openOwnCallback(env) },
    { name: 'public_address', title: '对外地址 / public address', look: async () => judgeAddress(env.PUBLIC_BASE_URL) },
    { name: 'callback_address', title: '回调地址 / callback address', look: () => verifyCallback(env, base) },
    {
      name: 'verify_file',
      title: '域名校验文件 / domain verification file',
      look: () => fetchVerifyFiles(env.WECOM_VERIFY_FILES, base),
    },
  ]
}

function cipherOf(env: Env) {
  const { WECOM_TOKEN: token, WECOM_ENCODING_AES_KEY: encodingAesKey, WECOM_CORP_ID: receiveId } = env
  return createCallbackCipher({ token, encodingAesKey, receiveId })
}

/** A sealed text as WeCom would send it for URL verification. */
function sealEcho(env: Env): { text: string; query: URLSearchParams } {
  const text = randomBytes(8).toString('hex')
  const timestamp = String(Math.floor(Date.now() / 1000))
  const nonce = randomBytes(6).toString('hex')
  const { encrypt, msgSignature } = cipherOf(env).seal(text, { timestamp, nonce })
  return { text, query: new URLSearchParams({ msg_signature: msgSignature, timestamp, nonce, echostr: encrypt }) }
}

function openOwnCallback(env: Env) {
  const { text, query } = sealEcho(env)
  const opened = cipherOf(env).verifyUrl(Object.fromEntries(query))
  if (opened.ok && opened.plaintext === text) return ok()
  return fault(
    '不能解开自己的密文 / cannot open its own text',
    '核对 WECOM_TOKEN 与 WECOM_ENCODING_AES_KEY / check both',
  )
}

function judgeAddress(url: string | undefined) {
  const action = '把 PUBLIC_BASE_URL 设为导购与企业微信访问的 https 地址 / set it to the https address they use'
  if (!url) return fault('PUBLIC_BASE_URL 未设置 / not set', action)
  const { protocol, hostname } = new URL(url)
  if (protocol === 'https:') return ok(url)
  return LOOPBACK.has(hostname) ? ok(`${url}（仅本机 / this machine only）`) : fault('不是 https / not https', action)
}

const START_FIRST =
  '先启动服务，再检查域名解析、证书与反向代理 / start the server, then check DNS, certificate and proxy'

async function verifyCallback(env: Env, base: string) {
  const { text, query } = sealEcho(env)
  const answer = await visit(`${base}/wecom/callback?${query}`)
  if ('failure' in answer) return fault(answer.failure, START_FIRST)
  if (answer.status === 200 && answer.body === text) return ok(`${base}/wecom/callback`)
  return fault(
    `HTTP ${answer.status}，${answer.body === text ? '' : '内容不符 / another answer'}`,
    '核对服务与 doctor 使用同一套 WECOM_ 变量，且代理不改写该路径 / same WECOM_ settings, and no proxy rewriting it',
  )
}

async function fetchVerifyFiles(files: readonly string[], base: string) {
  if (files.length === 0) return skipped('WECOM_VERIFY_FILES 未设置 / not set')
  for (const file of files) {
    const code = file.replace(/^WW_verify_/, '').replace(/\.txt$/, '')
    const url = `${base}/WW_verify_${code}.txt`
    const answer = await visit(url)
    if ('failure' in answer) return fault(answer.failure, START_FIRST)
    if (answer.status >= 300 && answer.status < 400)
      return fault(`${url} 被重定向 / redirects`, '该路径须直接返回，不得跳转 / serve it without a redirect')
    if (answer.status !== 200 || answer.body !== code)
      return fault(
        `${url}: HTTP ${answer.status}`,
        '核对 WECOM_VERIFY_FILES，且代理不拦截该路径 / check the setting, and that no proxy takes the path',
      )
  }
  return ok(files.join(', '))
}

async function visit(url: string): Promise<{ status: number; body: string } | { failure: string }> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) })
    return { status: response.status, body: (await response.text()).slice(0, 1000) }
  } catch (error) {
    return { failure: describe(error) }
  }
}
