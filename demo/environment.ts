import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import type { ShopKeys } from './malls/weixinShop.ts'
import { BRAND } from './seed/chain.ts'
import { MALL, POS } from './seed/orders.ts'
import { WECOM_DOOR } from './server/wecomDoor.ts'

export const CORP_ID = 'wwdemo0000000001'
export const AGENT_ID = 1000002

export interface DemoSecrets {
  app: string
  callbackToken: string
  aesKey: string
  /** Of the tills and of the mall. */
  intake: Record<string, string>
  shop: ShopKeys
  /** Signs points for the member system. */
  members: string
}

const letters = (count: number): string =>
  randomBytes(count * 2)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, count)
    .padEnd(count, 'x')

/** The last of 43 characters may only be one whose low bits are zero. */
const aesKey = (): string => randomBytes(32).toString('base64').replace(/[+/]/g, 'a').slice(0, 42).concat('A')

/** Made anew at each start; nothing has to be set by hand. */
export function makeSecrets(): DemoSecrets {
  return {
    app: letters(40),
    callbackToken: letters(24),
    aesKey: aesKey(),
    intake: { [POS]: letters(40), [MALL]: letters(40) },
    shop: { appId: 'wxdemoshop0000001', secret: letters(32), token: letters(24), encodingAesKey: aesKey() },
    members: letters(40),
  }
}

export interface DemoPlaces {
  port: number
  databaseFile: string
  wecomBaseUrl: string
  /** Of the local malls and the member system. */
  mallSettings: Record<string, string>
}

/** What an operator would put into the environment, for the product as it is. */
export function demoSettings(
  secrets: DemoSecrets,
  { port, databaseFile, wecomBaseUrl, mallSettings }: DemoPlaces,
): NodeJS.ProcessEnv {
  const publicBaseUrl = `http://127.0.0.1:${port}`
  return {
    NODE_ENV: 'development',
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_BASE_URL: publicBaseUrl,
    DATABASE_URL: `sqlite:${databaseFile}`,
    WECOM_CORP_ID: CORP_ID,
    WECOM_AGENT_ID: String(AGENT_ID),
    WECOM_SECRET: secrets.app,
    WECOM_TOKEN: secrets.callbackToken,
    WECOM_ENCODING_AES_KEY: secrets.aesKey,
    WECOM_API_BASE: wecomBaseUrl,
    // Through our own origin: the sign-in happens inside a frame that may only show pages of ours.
    WECOM_OAUTH_BASE: `${publicBaseUrl}${WECOM_DOOR}`,
    SESSION_SECRET: letters(48),
    DATA_KEY: randomBytes(32).toString('base64'),
    INTAKE_SECRETS: Object.entries(secrets.intake)
      .map(([source, secret]) => `${source}:${secret}`)
      .join(','),
    ...mallSettings,
    BRAND_NAME: BRAND,
    LOG_LEVEL: 'error',
    TIME_TRAVEL: '1',
  }
}

/** @returns `wanted`, or any free port for 0. @throws EADDRINUSE */
export async function freePort(wanted: number): Promise<number> {
  const probe = createServer()
  return new Promise((resolve, reject) => {
    probe.once('error', reject)
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : wanted
      probe.close(() => resolve(port))
    })
  })
}
