/** Folders of talk tracks that claim nothing of one customer: no purchase, complaint or birthday the others do not have. */
const FOR_ANYBODY = ['general', 'segment', 'wake-up', 'holiday', 'campaign', 'live', 'new-friend', 'card', 'referral']

/** Whether a set of talk tracks may be said to everybody in a segment. */
export function isForSegments(set: string): boolean {
  return FOR_ANYBODY.includes(set.split('/')[0] ?? '')
}
