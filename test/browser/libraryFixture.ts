import { loadPlaybooks } from '../../app/features/followUps/loadPlaybooks.ts'
import type { Library } from '../../app/features/talkTracks/contract.ts'
import { libraryOf } from '../../app/features/talkTracks/library.ts'
import { loadTalkTracks } from '../../app/talkTracks/library.ts'
import { loadRules } from '../../config/rules.ts'

/** What the product ships, read by the product's own code. */
export function libraryAsShipped(words: string): Library {
  const deps = { rules: loadRules('config'), talkTracks: loadTalkTracks('templates/talk-tracks') }
  return libraryOf(deps, loadPlaybooks('templates/playbooks'), words, '2026-11-21')
}
