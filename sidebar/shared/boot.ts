import type { AgentConfig } from '../../app/features/session/contract.ts'

/** Absent when WeCom gave no ticket while the page was made; then it is asked for once more. */
type PageSignature = Pick<AgentConfig, 'corpId' | 'agentId'> &
  (AgentConfig | { timestamp?: undefined; nonceStr?: undefined; signature?: undefined })

/** What the server writes into the page: who is here, and the JS-SDK signature of this very address. */
export type Boot = PageSignature & {
  userName: string
  role: 'guide' | 'store_manager' | 'region_manager' | 'operator'
}

export function readBoot(): Boot {
  return JSON.parse(document.getElementById('boot')?.textContent || '{}') as Boot
}

const openedAtMs = Date.now()

/** Now by the server's clock: its time when it signed the page, and what has passed since. */
export function serverNowMs(boot: Boot): number {
  const signedAtMs = boot.timestamp ? boot.timestamp * 1000 : openedAtMs
  return signedAtMs + Date.now() - openedAtMs
}
