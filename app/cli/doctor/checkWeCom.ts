import { createWeComClient, WeComError, type WeComMeaning, WeComTransportError } from 'wecom-sdk'
import type { Env } from '../../../config/env.ts'
import { type Check, fault, ok, skipped } from './finding.ts'

/** WeCom's clock as its answers tell it, and ours when the answer came. */
export interface ClockReading {
  theirsMs: number
  oursMs: number
}

export interface WeComProbe {
  checks: Check[]
  /** Filled by the first answer. */
  clock(): ClockReading | undefined
}

const TIMEOUT_MS = 8_000

/** Token, trusted IP, customer contact, JS-SDK ticket: in this order, since each needs the one before. */
export function probeWeCom(env: Env): WeComProbe {
  let reading: ClockReading | undefined
  const client = createWeComClient({
    corpId: env.WECOM_CORP_ID,
    agentId: env.WECOM_AGENT_ID,
    secret: env.WECOM_SECRET,
    baseUrl: env.WECOM_API_BASE,
    timeoutMs: TIMEOUT_MS,
    fetch: async (...request) => {
      const response = await globalThis.fetch(...request)
      const theirsMs = Date.parse(response.headers.get('date') ?? '')
      if (!Number.isNaN(theirsMs)) reading ??= { theirsMs, oursMs: Date.now() }
      return response
    },
  })
  // The cheapest call there is; it needs a token and a trusted IP and nothing else.
  let first: Promise<unknown> | undefined
  const tryFirst = () => {
    first ??= client.getCallbackIps().then(
      () => undefined,
      (error: unknown) => error,
    )
    return first
  }
  const afterFirst = async (look: () => ReturnType<Check['look']>) =>
    (await tryFirst()) === undefined ? look() : skipped('先解决上面的问题 / after the fault above')
  const checks: Check[] = [
    {
      name: 'token',
      title: '获取 access_token / access token',
      look: async () => {
        const error = await tryFirst()
        return apiOf(error) === 'gettoken' ? explain(error) : ok()
      },
    },
    {
      name: 'trusted_ip',
      title: '企业可信 IP / trusted IP',
      look: async () => {
        const error = await tryFirst()
        if (error === undefined) return ok()
        return apiOf(error) === 'gettoken' ? skipped('没有 token / no token') : explain(error)
      },
    },
    {
      name: 'contact_api',
      title: '客户联系接口 / customer contact API',
      look: () => afterFirst(() => tell(async () => describeGuides(await client.getFollowUserList()))),
    },
    {
      name: 'jsapi_ticket',
      title: 'JS-SDK ticket',
      look: () =>
        afterFirst(() =>
          tell(async () => {
            await client.getAgentTicket()
            return ok()
          }),
        ),
    },
  ]
  return { checks, clock: () => reading }
}

function describeGuides(userIds: readonly string[]) {
  if (userIds.length > 0) return ok(`${userIds.length} 位成员可用 / members`)
  return fault(
    '没有成员开通客户联系 / no member has customer contact',
    '管理后台 › 客户与上下游 › 客户联系 › 权限配置：把导购加入使用范围 / add the guides to its range',
  )
}

async function tell(look: () => ReturnType<Check['look']>): ReturnType<Check['look']> {
  try {
    return await look()
  } catch (error) {
    return explain(error)
  }
}

const apiOf = (error: unknown): string | undefined => (error as { api?: string } | undefined)?.api

const ACTIONS: Partial<Record<WeComMeaning, string>> = {
  token_invalid: '核对 WECOM_CORP_ID 与 WECOM_SECRET 属于同一应用 / corp id and secret must belong together',
  config: '核对 WECOM_CORP_ID、WECOM_AGENT_ID、WECOM_SECRET / check corp id, agent id and secret',
  no_permission:
    '管理后台 › 客户联系 › 客户 › API › 可调用接口的应用：勾选本应用；停用的应用先重新启用 / allow this app to call the API',
  out_of_scope: '把导购加入应用的可见范围 / add the guides to the visible range of the app',
  rate_limited: '稍后再试 / try again later',
}

function explain(error: unknown) {
  if (error instanceof WeComTransportError)
    return fault(
      `${error.fault}${error.detail ? ` ${error.detail}` : ''}`,
      '检查出网、DNS、代理与 WECOM_API_BASE / check outgoing network, DNS, proxy and WECOM_API_BASE',
    )
  if (!(error instanceof WeComError)) throw error
  const detail = `errcode ${error.errcode} ${error.meaning}`
  if (error.meaning === 'ip_refused') {
    const address = error.callerIp ?? '本机出口 IP'
    return fault(detail, `把 ${address} 加到企业可信IP（约 1 分钟后生效）/ add it to the trusted IPs of the app`)
  }
  const lookUp = `https://open.work.weixin.qq.com/devtool/query?e=${error.errcode}`
  return fault(detail, ACTIONS[error.meaning] ?? `查询错误码 / look it up: ${lookUp}`)
}
