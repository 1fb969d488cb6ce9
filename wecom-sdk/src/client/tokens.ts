export interface StoredToken {
  token: string
  expiresAtMs: number
}

/**
 * Where the access token of one app is kept. Share it between processes: WeCom limits gettoken.
 * `refresh` must call `fetchFresh` once for any number of callers that hold the same stale token, and give back the
 * stored token without fetching when it is already another one.
 */
export interface TokenStore {
  read(): Promise<StoredToken | undefined>
  refresh(staleToken: string | undefined, fetchFresh: () => Promise<StoredToken>): Promise<StoredToken>
}

/** For one process: one flight at a time, compared by the old token. */
export function memoryTokenStore(): TokenStore {
  let current: StoredToken | undefined
  let flight: Promise<StoredToken> | undefined

  async function fly(fetchFresh: () => Promise<StoredToken>): Promise<StoredToken> {
    try {
      current = await fetchFresh()
      return current
    } finally {
      flight = undefined
    }
  }

  return {
    read: async () => current,
    async refresh(staleToken, fetchFresh) {
      if (flight) return flight
      if (current && current.token !== staleToken) return current
      flight = fly(fetchFresh)
      return flight
    },
  }
}
