import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type CardTexts, loadCardTexts } from '../../talkTracks/cardTexts.ts'
import { TemplateFaults, type TemplateFileFault } from '../../talkTracks/faults.ts'
import { BROKEN_CHAIN, endsWell } from '../../talkTracks/library.ts'
import type { TalkTrackLibrary } from '../../talkTracks/types.ts'
import { type LoadedPlaybook, PLAYBOOK } from './playbookSchema.ts'

/** What follow-ups are made of besides code: the operator's playbooks and the words on the cards. */
export interface FollowUpContent {
  playbooks: readonly LoadedPlaybook[]
  cardTexts: CardTexts
}

/**
 * Everything below `templates/` that follow-ups need, checked against each other.
 * @throws TemplateFaults
 */
export function loadFollowUpContent(templates: string, talkTracks: TalkTrackLibrary): FollowUpContent {
  const playbooks = loadPlaybooks(join(templates, 'playbooks'))
  const faults = findMissingSets(playbooks, talkTracks)
  if (faults.length > 0) throw new TemplateFaults(faults)
  return { playbooks, cardTexts: loadCardTexts(join(templates, 'cards')) }
}

/** @throws TemplateFaults with all faults of all playbooks */
export function loadPlaybooks(folder: string): LoadedPlaybook[] {
  const { playbooks, faults } = readPlaybooks(folder)
  if (faults.length > 0) throw new TemplateFaults(faults)
  return playbooks
}

export function readPlaybooks(folder: string): { playbooks: LoadedPlaybook[]; faults: TemplateFileFault[] } {
  const playbooks: LoadedPlaybook[] = []
  const faults: TemplateFileFault[] = []
  const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name))
  for (const file of files.sort()) {
    const parsed = PLAYBOOK.safeParse(parseYaml(join(folder, file)))
    for (const issue of parsed.error?.issues ?? []) {
      faults.push({ file, message: `${issue.path.join('.') || 'file'}: ${issue.message}` })
    }
    if (!parsed.data) continue
    const { id } = parsed.data
    if (playbooks.some((other) => other.id === id)) faults.push({ file, message: `id ${id} is used twice` })
    playbooks.push(parsed.data)
  }
  return { playbooks, faults }
}

function parseYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'), { maxAliasCount: 0 })
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0] : undefined
  }
}

/** Every set a playbook asks for must have a chain that always ends in something to say. */
export function findMissingSets(
  playbooks: readonly LoadedPlaybook[],
  talkTracks: TalkTrackLibrary,
): TemplateFileFault[] {
  return playbooks.flatMap(({ id, steps }) =>
    steps
      .filter((step) => !endsWell(talkTracks, step.talkTrackSet))
      .map((step) => ({ file: `playbook ${id}`, message: `step ${step.id}, ${step.talkTrackSet}: ${BROKEN_CHAIN}` })),
  )
}
