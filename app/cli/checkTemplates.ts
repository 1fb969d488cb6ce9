import { join } from 'node:path'
import { findMissingSets, readPlaybooks } from '../features/followUps/loadPlaybooks.ts'
import { readCardTexts } from '../talkTracks/cardTexts.ts'
import { describeFault, type TemplateFileFault } from '../talkTracks/faults.ts'
import { readTalkTracks } from '../talkTracks/library.ts'

/** `npm run check:templates [folder]`: every fault of every template with its file and line; exit 1 when there is one. */
function checkTemplates(folder: string): TemplateFileFault[] {
  const { library, faults } = readTalkTracks(join(folder, 'talk-tracks'))
  const playbooks = readPlaybooks(join(folder, 'playbooks'))
  const cards = readCardTexts(join(folder, 'cards'))
  const missing = findMissingSets(playbooks.playbooks, library)
  const counted = `${library.all().length} talk tracks, ${playbooks.playbooks.length} playbooks`
  const all = [
    ...faults.map((fault) => ({ ...fault, file: `talk-tracks/${fault.file}` })),
    ...playbooks.faults.map((fault) => ({ ...fault, file: `playbooks/${fault.file}` })),
    ...cards.faults.map((fault) => ({ ...fault, file: `cards/${fault.file}` })),
    ...missing,
  ]
  console.log(all.length === 0 ? `templates: ${counted}, no fault` : all.map(describeFault).join('\n'))
  return all
}

if (checkTemplates(process.argv[2] ?? 'templates').length > 0) process.exitCode = 1
