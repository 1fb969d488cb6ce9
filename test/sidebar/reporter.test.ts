import { expect } from 'chai'
import { createReporter } from '../../sidebar/guide/reporter.ts'
import { ApiError } from '../../sidebar/shared/api.ts'

interface Post {
  path: string
  settle(error?: Error): Promise<void>
}

const OFFLINE = new ApiError('OFFLINE', 0, '网络不稳')
const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

describe('what waits for the network', () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'addEventListener')
  let comeOnline = () => {}
  beforeEach(() => {
    const addEventListener = (_name: string, act: () => void) => {
      comeOnline = act
    }
    Object.defineProperty(globalThis, 'addEventListener', { value: addEventListener, configurable: true })
  })
  afterEach(() => {
    if (before) Object.defineProperty(globalThis, 'addEventListener', before)
    else Reflect.deleteProperty(globalThis, 'addEventListener')
  })

  it('is sent once, and nothing behind it is lost, when the network comes twice in a moment', async () => {
    const posts: Post[] = []
    const post = <T>(path: string) =>
      new Promise<T>((resolve, reject) => {
        const settle = (error?: Error) => {
          if (error) reject(error)
          else resolve({} as T)
          return nextTurn().then(() => {})
        }
        posts.push({ path, settle })
      })
    const reporter = createReporter(post)
    const reports = [reporter.report('/first', {}), reporter.report('/second', {})]
    for (const { settle } of posts.splice(0)) await settle(OFFLINE)
    expect(await Promise.all(reports)).to.deep.equal([undefined, undefined])
    comeOnline()
    comeOnline()
    for (const { settle } of posts.splice(0)) await settle()
    expect(posts.map(({ path }) => path)).to.deep.equal(['/second'])
    await posts[0]?.settle(OFFLINE)
    expect(reporter.waiting(), 'the second still waits').to.equal(1)
    comeOnline()
    await posts[1]?.settle()
    expect(posts.map(({ path }) => path)).to.deep.equal(['/second', '/second'])
    expect(reporter.waiting()).to.equal(0)
  })
})
