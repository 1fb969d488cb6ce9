/** Every step at which a process may die without harm. test/faults kills one at each of them. */
export const CRASH_POINTS = [
  'inbox.beforeCommit',
  'inbox.afterCommit',
  'stream.claimed',
  'stream.beforeSettle',
  'stream.settled',
  'stream.committed',
  'job.claimed',
  'job.called',
  'job.beforeSettle',
  'job.settled',
  'job.committed',
  'schedule.slotTaken',
  'schedule.committed',
] as const

/** Around the calls to WeCom that must not be repeated blindly; the features name them. */
const CALL_CRASH_POINTS = [
  'welcome.beforeCall',
  'welcome.afterCall',
  'card.beforeCall',
  'card.afterCall',
  'points.beforeCall',
  'points.afterCall',
  'massSends.beforeCall',
  'massSends.afterCall',
] as const

/** Between a batch of a long run and the note of how far the run came; the features name them. */
const BATCH_CRASH_POINTS = [
  'massSends.prepared',
  'segments.beforeProgress',
  'followUps.dateCalled',
  'live.batchRecorded',
  'campaigns.batchRecorded',
  'dryRuns.beforeProgress',
] as const

export const ALL_CRASH_POINTS = [...CRASH_POINTS, ...CALL_CRASH_POINTS, ...BATCH_CRASH_POINTS]

export type CrashPoint = (typeof ALL_CRASH_POINTS)[number]

function isCrashPoint(name: string): name is CrashPoint {
  return ALL_CRASH_POINTS.some((point) => point === name)
}

/** @param named where to die, as SIGKILL would have it: no cleanup, no exit handlers. Undefined: never. */
export function createCrashPoint(named: string | undefined): (name: string) => void {
  if (named === undefined) return () => undefined
  if (!isCrashPoint(named)) throw new Error(`unknown crash point: ${named}`)
  return (name) => {
    if (name === named) process.kill(process.pid, 'SIGKILL')
  }
}
