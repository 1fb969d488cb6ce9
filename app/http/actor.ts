/** Who asks, as of this request: roles are read afresh each time, never kept in the session. */
export interface Actor {
  guideId: number
  userId: string
  name: string
  level: 'new' | 'skilled' | 'gold'
  /** The highest role held today. */
  role: 'guide' | 'store_manager' | 'region_manager' | 'operator'
  /** Stores where the actor works today, as guide or manager. */
  storeCodes: string[]
  /** What the actor may see beyond their own customers. `spans`: the days of each store; absent: all of them. */
  reach: { kind: 'none' } | { kind: 'stores'; storeCodes: string[]; spans?: StoreDays[] } | { kind: 'all' }
}

/** Business days, both included, on which a store counted to a reach. */
interface StoreDays {
  storeCode: string
  fromDay: string
  toDay: string
}
