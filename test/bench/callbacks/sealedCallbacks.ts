import { createHash, randomBytes } from 'node:crypto'
import { type CallbackCipher, createCallbackCipher } from 'wecom-sdk'

/** Credentials of the bench: made up for each run. */
export interface BenchKeys {
  corpId: string
  agentId: number
  token: string
  encodingAesKey: string
}

export function makeKeys(): BenchKeys {
  return {
    corpId: 'wwbench0000000001',
    agentId: 1000002,
    token: randomBytes(12).toString('hex'),
    encodingAesKey: randomBytes(32).toString('hex').slice(0, 43),
  }
}

/** A rush of 5 000 callbacks a second, as a campaign makes it. */
const secondsOf = (number: number): number => 1_763_700_000 + Math.floor(number / 5000)

const CUSTOMERS = 5000

function plaintextOf(corpId: string, number: number): string {
  const id = scatter(number % CUSTOMERS)
  return (
    `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName>` +
    `<CreateTime>${secondsOf(number)}</CreateTime><MsgType><![CDATA[event]]></MsgType>` +
    '<Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[add_external_contact]]></ChangeType>' +
    `<UserID><![CDATA[guide.${number % 2000}]]></UserID>` +
    `<ExternalUserID><![CDATA[wm${id}]]></ExternalUserID>` +
    `<State><![CDATA[s${number % 600}-poster]]></State><WelcomeCode><![CDATA[${scatter(number)}]]></WelcomeCode></xml>`
  )
}

/** Ids without an order, as WeCom's are. */
function scatter(number: number): string {
  return createHash('sha256').update(String(number)).digest('base64url').slice(0, 30)
}

/**
 * Unique callbacks as WeCom posts them, sealed ahead so that the load costs no cryptography while it runs.
 * @param first number of the first one; the same numbers make the same events
 */
export function sealCallbacks(keys: BenchKeys, first: number, count: number): Buffer[] {
  const cipher = createCallbackCipher({ ...keys, receiveId: keys.corpId })
  return Array.from({ length: count }, (_, index) => requestOf(keys, cipher, first + index))
}

function requestOf({ corpId, agentId }: BenchKeys, cipher: CallbackCipher, number: number): Buffer {
  const timestamp = String(secondsOf(number))
  const nonce = String(number)
  const { encrypt, msgSignature } = cipher.seal(plaintextOf(corpId, number), { timestamp, nonce })
  const body =
    `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt>` +
    `<AgentID><![CDATA[${agentId}]]></AgentID></xml>`
  return Buffer.from(
    `POST /wecom/callback?msg_signature=${msgSignature}&timestamp=${timestamp}&nonce=${nonce} HTTP/1.1\r\n` +
      'Host: 127.0.0.1\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\nContent-Type: text/xml\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
