import type { Playbook } from '../../domain/followUps/playbook.ts'
import type { TalkTrackLibrary } from '../../talkTracks/types.ts'

/** Steps of playbooks that say a set: `首购回访：首购确认`. */
export function usersOf(playbooks: readonly Playbook[], set: string): string[] {
  const steps = playbooks.flatMap(({ title, steps }) =>
    steps.filter((step) => step.talkTrackSet === set).map((step) => `${title}：${step.title}`),
  )
  return [...new Set(steps)]
}

/** What people call a set: the step that says it, else its first talk track; empty: sentences outside of every set. */
export function titleOfSet(
  talkTracks: Pick<TalkTrackLibrary, 'all'>,
  playbooks: readonly Playbook[],
  set: string,
): string {
  if (set === '') return '不在话术库里的'
  return usersOf(playbooks, set)[0] ?? talkTracks.all().find((track) => track.set === set)?.title ?? set
}
