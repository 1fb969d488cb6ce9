/** The seal of one posting: its number and the digest of its canonical text. */
export interface Seal {
  postingId: number
  digest: string
}

export interface SealDifference {
  postingId: number
  kind: 'changed' | 'removed' | 'inserted'
}

/** One line a posting, in id order: what a block keeps and what its hash is made of. */
export function sealLines(seals: readonly Seal[]): string {
  return seals.map(({ postingId, digest }) => `${postingId} ${digest}`).join('\n')
}

export function readSealLines(lines: string): Seal[] {
  return lines.split('\n').flatMap((line) => {
    const [postingId = '', digest = ''] = line.split(' ')
    return postingId === '' ? [] : [{ postingId: Number(postingId), digest }]
  })
}

/** What happened to the postings of a block since it was sealed, in id order. */
export function compareSeals(kept: readonly Seal[], found: readonly Seal[]): SealDifference[] {
  const before = new Map(kept.map(({ postingId, digest }) => [postingId, digest]))
  const now = new Map(found.map(({ postingId, digest }) => [postingId, digest]))
  return [...new Set([...before.keys(), ...now.keys()])]
    .sort((a, b) => a - b)
    .flatMap((postingId): SealDifference[] => {
      const [was, is] = [before.get(postingId), now.get(postingId)]
      if (was === is) return []
      return [{ postingId, kind: was === undefined ? 'inserted' : is === undefined ? 'removed' : 'changed' }]
    })
}
