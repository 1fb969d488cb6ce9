/** How much one run does. */
export interface BenchPlan {
  rounds: number
  connections: number
  /** Callbacks a round and server; the naive one is so slow that it gets fewer. */
  floorCallbacks: number
  callbacks: number
  naiveCallbacks: number
  /** The compiled product; a short run takes the sources as they are. */
  isCompiled: boolean
  guides: number
  /** Business days in the period of the leaderboard. */
  days: number
  fewOrders: number
  manyOrders: number
  boardReads: number
  /** Follow-ups that are due in one look, and how many lie in the future beside them. */
  dueFollowUps: number
  futureFollowUps: number
  claims: number
  /** Rows of the file of orders that is taken in, and of the one before it that warms up. */
  importRows: number
  importWarmUpRows: number
  importCustomers: number
}

export const FULL: BenchPlan = {
  rounds: 5,
  connections: 32,
  floorCallbacks: 60_000,
  callbacks: 20_000,
  naiveCallbacks: 1_500,
  isCompiled: true,
  guides: 2_000,
  days: 30,
  fewOrders: 100_000,
  manyOrders: 1_600_000,
  boardReads: 60,
  dueFollowUps: 2_000,
  futureFollowUps: 1_000_000,
  claims: 25,
  importRows: 1_000_000,
  importWarmUpRows: 50_000,
  importCustomers: 20_000,
}

/** Only to see that every part runs and counts; its times mean nothing. */
export const QUICK: BenchPlan = {
  rounds: 1,
  connections: 8,
  floorCallbacks: 400,
  callbacks: 400,
  naiveCallbacks: 100,
  isCompiled: false,
  guides: 20,
  days: 3,
  fewOrders: 500,
  manyOrders: 2_000,
  boardReads: 3,
  dueFollowUps: 40,
  futureFollowUps: 2_000,
  claims: 3,
  importRows: 3_000,
  importWarmUpRows: 500,
  importCustomers: 100,
}
