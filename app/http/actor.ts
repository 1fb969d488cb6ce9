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
  /** What the actor may see beyond their own customers. */
  reach: { kind: 'none' } | { kind: 'stores'; storeCodes: string[] } | { kind: 'all' }
}
