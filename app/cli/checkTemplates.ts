import { join } from 'node:path'
import { findAttributionFaults } from '../../config/attributionFiles.ts'
import { loadRules, type Rules } from '../../config/rules.ts'
import { PRODUCT_ROOT } from '../boot/productRoot.ts'
import { findMissingOffers, findMissingSets, readPlaybooks } from '../features/followUps/loadPlaybooks.ts'
import { readCardTexts } from '../talkTracks/cardTexts.ts'
import { namedThingsOf } from '../talkTracks/checkLibrary.ts'
import { describeFault, type TemplateFileFault } from '../talkTracks/faults.ts'
import { readTalkTracks } from '../talkTracks/library.ts'

/**
 * `npm run check:templates [folder]`: every fault of every template and of the rules of credit with its file and line; exit 1
 * when there is one. Notes are told and harm nothing.
 */
function checkTemplates(folder: string): TemplateFileFault[] {
  const rules = readRules()
  const named = rules.found && namedThingsOf(rules.found)
  const { library, faults, notes } = readTalkTracks(join(folder, 'talk-tracks'), {}, named)
  const playbooks = readPlaybooks(join(folder, 'playbooks'))
  const cards = readCardTexts(join(folder, 'cards'))
  const missing = [
    ...findMissingSets(playbooks.playbooks, library),
    ...(rules.found ? findMissingOffers(playbooks.playbooks, rules.found.offers) : []),
  ]
  const versions = rules.found ? `, rules of credit version ${rules.found.attribution.at(-1)?.version}` : ''
  const counted = `${library.all().length} talk tracks, ${playbooks.playbooks.length} playbooks${versions}`
  const all = [
    ...rules.faults,
    ...faults.map((fault) => ({ ...fault, file: `talk-tracks/${fault.file}` })),
    ...playbooks.faults.map((fault) => ({ ...fault, file: `playbooks/${fault.file}` })),
    ...cards.faults.map((fault) => ({ ...fault, file: `cards/${fault.file}` })),
    ...missing,
  ]
  for (const note of notes) console.log(`note: ${describeFault(note)}`)
  console.log(all.length === 0 ? `templates: ${counted}, no fault` : all.map(describeFault).join('\n'))
  return all
}

/** Templates name offers, trades and media of the rule files. What is wrong with a rule of credit is told line by line. */
function readRules(): { found?: Rules; faults: TemplateFileFault[] } {
  const config = join(PRODUCT_ROOT, 'config')
  const faults = findAttributionFaults(join(config, 'attribution'))
  if (faults.length > 0)
    return { faults: faults.map((fault) => ({ ...fault, file: `config/attribution/${fault.file}` })) }
  try {
    return { found: loadRules(config), faults: [] }
  } catch (error) {
    return { faults: [{ file: 'rules', message: error instanceof Error ? error.message : String(error) }] }
  }
}

if (checkTemplates(process.argv[2] ?? 'templates').length > 0) process.exitCode = 1
