import { join } from 'node:path'
import { loadRules, type Rules } from '../../../config/rules.ts'
import { PRODUCT_ROOT } from '../../boot/productRoot.ts'
import { findMissingOffers, findMissingSets, readPlaybooks } from '../../features/followUps/loadPlaybooks.ts'
import { readCardTexts } from '../../talkTracks/cardTexts.ts'
import { namedThingsOf } from '../../talkTracks/checkLibrary.ts'
import { describeFault } from '../../talkTracks/faults.ts'
import { readTalkTracks } from '../../talkTracks/library.ts'
import { type Check, fault, ok } from './finding.ts'

/** What operators write: templates, playbooks, rules. */
export function checkContent(root = PRODUCT_ROOT): Check[] {
  return [
    {
      name: 'templates',
      title: '话术与跟进方案 / templates',
      look: async () => judgeTemplates(join(root, 'templates'), join(root, 'config')),
    },
    { name: 'rules', title: '业务规则 / business rules', look: async () => judgeRules(join(root, 'config')) },
  ]
}

function judgeTemplates(folder: string, config: string) {
  const rules = readRules(config)
  const { library, faults } = readTalkTracks(join(folder, 'talk-tracks'), {}, rules && namedThingsOf(rules))
  const playbooks = readPlaybooks(join(folder, 'playbooks'))
  const cards = readCardTexts(join(folder, 'cards'))
  const missing = [
    ...findMissingSets(playbooks.playbooks, library),
    ...(rules ? findMissingOffers(playbooks.playbooks, rules.offers) : []),
  ]
  const [first, ...others] = [...faults, ...playbooks.faults, ...cards.faults, ...missing]
  if (!first) return ok(`${library.all().length} 条话术，${playbooks.playbooks.length} 个方案 / talk tracks, playbooks`)
  const more = others.length > 0 ? `（另有 / and ${others.length}）` : ''
  return fault(`${describeFault(first)}${more}`, '运行 npm run check:templates 查看全部 / shows all of them')
}

/** Undefined where the rules are faulty: that is told as a finding of its own. */
function readRules(config: string): Rules | undefined {
  try {
    return loadRules(config)
  } catch {
    return undefined
  }
}

function judgeRules(folder: string) {
  try {
    loadRules(folder)
    return ok()
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
    return fault(detail, '按文件名与字段修正 config/*.yaml / mend the named file')
  }
}
