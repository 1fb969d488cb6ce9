import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { z } from 'zod'
import { type CardTexts, loadCardTexts } from '../../talkTracks/cardTexts.ts'
import { BROKEN_CHAIN, endsWell } from '../../talkTracks/checkLibrary.ts'
import { TemplateFaults, type TemplateFileFault } from '../../talkTracks/faults.ts'
import type { TalkTrackLibrary } from '../../talkTracks/types.ts'
import { findPlaybookFaults } from './checkPlaybook.ts'
import { type LoadedPlaybook, PLAYBOOK } from './playbookSchema.ts'

/** What follow-ups are made of besides code: the operator's playbooks and the words on the cards. */
export interface FollowUpContent {
  playbooks: readonly LoadedPlaybook[]
  cardTexts: CardTexts
}

/**
 * Everything below `templates/` that follow-ups need, checked against each other and the benefits of the rules.
 * @throws TemplateFaults
 */
export function loadFollowUpContent(
  templates: string,
  talkTracks: TalkTrackLibrary,
  offers: Readonly<Record<string, unknown>>,
): FollowUpContent {
  const playbooks = loadPlaybooks(join(templates, 'playbooks'))
  const faults = [...findMissingSets(playbooks, talkTracks), ...findMissingOffers(playbooks, offers)]
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
    faults.push(
      ...(parsed.error?.issues ?? []).flatMap((issue) => sayIssue(issue)).map((message) => ({ file, message })),
    )
    if (!parsed.data) continue
    const { id } = parsed.data
    if (playbooks.some((other) => other.id === id)) faults.push({ file, message: `id ${id} is used twice` })
    faults.push(...findPlaybookFaults(parsed.data).map((message) => ({ file, message })))
    playbooks.push(parsed.data)
  }
  return { playbooks, faults }
}

/** Of the forms a step or trigger may take, speaks of the one that was meant: the one with the fewest faults. */
function sayIssue(issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): string[] {
  const path = [...above, ...issue.path]
  const forms = issue.code === 'invalid_union' ? [...issue.errors].sort((a, b) => a.length - b.length) : []
  const [meant] = forms
  if (meant && meant.length > 0) return meant.flatMap((inner) => sayIssue(inner, path))
  return [`${path.join('.') || 'file'}: ${issue.message}`]
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

/** Every benefit a step names must be one of `config/offers.yaml`. */
export function findMissingOffers(
  playbooks: readonly LoadedPlaybook[],
  offers: Readonly<Record<string, unknown>>,
): TemplateFileFault[] {
  return playbooks.flatMap(({ id, steps }) =>
    steps
      .filter(({ offer }) => offer !== undefined && !Object.hasOwn(offers, offer))
      .map((step) => ({ file: `playbook ${id}`, message: `step ${step.id}: config/offers.yaml has no ${step.offer}` })),
  )
}
