import type { Stage } from '../stage.ts'

/** Somebody of the chain at the product's own pages: what they do goes through the same doors as on a phone. */
export interface Visitor {
  userid: string
  /** @throws Error unless the answer is 200 */
  get(path: string): Promise<unknown>
  /** @throws Error unless the answer is 200 */
  post(path: string, body: unknown): Promise<unknown>
}

/** Signs in by WeCom's road, as a browser would: our door → the local WeCom as this person → our callback. */
export async function signIn(stage: Pick<Stage, 'baseUrl' | 'local'>, userid: string): Promise<Visitor> {
  const { baseUrl, local } = stage
  const begun = await fetch(`${baseUrl}/auth/wecom?return=/sidebar/`, { redirect: 'manual' })
  const asked = new URL(begun.headers.get('location') ?? '', baseUrl)
  const door = new URL(`/connect/oauth2/authorize${asked.search}`, local.baseUrl)
  door.searchParams.set('as', userid)
  const granted = await fetch(door, { redirect: 'manual' })
  const back = new URL(granted.headers.get('location') ?? '', baseUrl)
  const done = await fetch(back, { redirect: 'manual', headers: { cookie: cookiesOf(begun) } })
  if (done.status !== 302) throw new Error(`sign-in of ${userid} answered ${done.status}`)
  const cookie = cookiesOf(done)
  const ask = async (path: string, init: RequestInit): Promise<unknown> => {
    const answer = await fetch(baseUrl + path, { ...init, headers: { cookie, 'content-type': 'application/json' } })
    const body: unknown = await answer.json()
    if (answer.status !== 200)
      throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(body).slice(0, 300)}`)
    return body
  }
  return {
    userid,
    get: (path) => ask(path, {}),
    post: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) }),
  }
}

function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
}
