import { expect } from 'chai'
import { memoryPauseStore } from '../../src/client/pauses.ts'
import { type RedisLike, redisPauseStore, redisTokenStore } from '../../src/client/redisStores.ts'
import { memoryTokenStore, type StoredToken, type TokenStore } from '../../src/client/tokens.ts'

interface FakeRedis extends RedisLike {
  isAway: boolean
  keys(): string[]
}

/** Just enough of Redis, with a switch that loses it. */
function fakeRedis(): FakeRedis {
  const values = new Map<string, string>()
  const redis = {
    isAway: false,
    keys: () => [...values.keys()],
    async get(key: string) {
      lose()
      return values.get(key) ?? null
    },
    async set(key: string, value: string, _px: 'PX', _ttlMs: number, nx?: 'NX') {
      lose()
      if (nx && values.has(key)) return null
      values.set(key, value)
      return 'OK'
    },
    async eval(_script: string, _keys: number, key: string, value: string) {
      lose()
      return values.get(key) === value && values.delete(key) ? 1 : 0
    },
  }
  function lose(): void {
    if (redis.isAway) throw new Error('connection is closed')
  }
  return redis
}

function countingFetch() {
  const fetch = {
    count: 0,
    fresh: async (): Promise<StoredToken> => {
      fetch.count += 1
      const token = `T${fetch.count}`
      await new Promise((resolve) => setImmediate(resolve))
      return { token, expiresAtMs: 1 }
    },
  }
  return fetch
}

const stores: Record<string, () => TokenStore[]> = {
  'in memory': () => {
    const store = memoryTokenStore()
    return [store, store]
  },
  'in Redis, two processes': () => {
    const redis = fakeRedis()
    return [redisTokenStore(redis, 'token'), redisTokenStore(redis, 'token')]
  },
}

for (const [name, build] of Object.entries(stores)) {
  describe(`token store ${name}`, () => {
    it('one fetch for any number of waiting callers', async () => {
      const [one, two] = build()
      const fetch = countingFetch()
      const callers = Array.from({ length: 100 }, (_, index) => (index % 2 ? one! : two!))
      const tokens = await Promise.all(callers.map((store) => store.refresh(undefined, fetch.fresh)))
      expect(new Set(tokens.map(({ token }) => token))).to.deep.equal(new Set(['T1']))
      expect(fetch.count).to.equal(1)
      expect((await two!.read())?.token).to.equal('T1')
    })

    it('who comes late with the old token gets the new one without a fetch', async () => {
      const [one, two] = build()
      const fetch = countingFetch()
      await one!.refresh(undefined, fetch.fresh)
      await one!.refresh('T1', fetch.fresh)
      expect((await two!.refresh('T1', fetch.fresh)).token).to.equal('T2')
      expect(fetch.count).to.equal(2)
    })

    it('a failed fetch reaches the caller and blocks nobody', async () => {
      const [one, two] = build()
      const refused = await one!.refresh(undefined, () => Promise.reject(new Error('40001'))).catch(String)
      expect(refused).to.equal('Error: 40001')
      expect((await two!.refresh(undefined, countingFetch().fresh)).token).to.equal('T1')
    })
  })
}

describe('token store without Redis', () => {
  it('goes on with the last token and refreshes alone', async () => {
    const redis = fakeRedis()
    const store = redisTokenStore(redis, 'token')
    const fetch = countingFetch()
    await store.refresh(undefined, fetch.fresh)
    redis.isAway = true
    expect((await store.read())?.token).to.equal('T1')
    expect((await store.refresh('T1', fetch.fresh)).token).to.equal('T2')
    expect((await store.read())?.token).to.equal('T2')
  })

  it('leaves no lock behind', async () => {
    const redis = fakeRedis()
    await redisTokenStore(redis, 'token').refresh(undefined, countingFetch().fresh)
    expect(redis.keys()).to.deep.equal(['token'])
  })
})

describe('pause store', () => {
  for (const [name, build] of Object.entries({
    'in memory': () => [memoryPauseStore()],
    'in Redis': () => {
      const redis = fakeRedis()
      return [redisPauseStore(redis, 'p'), redisPauseStore(redis, 'p')]
    },
  })) {
    it(`${name}: what one pauses all see, each API for itself`, async () => {
      const built = build()
      await built[0]!.pause('user/get', 5_000)
      expect(await built.at(-1)!.read('user/get')).to.equal(5_000)
      expect(await built[0]!.read('message/send')).to.equal(undefined)
    })
  }

  it('a lost Redis does not lose our own pause', async () => {
    const redis = fakeRedis()
    redis.isAway = true
    const store = redisPauseStore(redis, 'p')
    await store.pause('user/get', 5_000)
    expect(await store.read('user/get')).to.equal(5_000)
  })
})
