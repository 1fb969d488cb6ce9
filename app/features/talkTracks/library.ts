import type { Deps } from '../../deps.ts'
import type { Playbook } from '../../domain/followUps/playbook.ts'
import type { Trade } from '../../domain/trades.ts'
import { gapMark } from '../../talkTracks/factNames.ts'
import type { RenderedTalkTrack, TalkTrack } from '../../talkTracks/types.ts'
import { hasMedia, titleOfAttachment } from './attachments.ts'
import type { Library, LibraryTrack } from './contract.ts'
import { usersOf } from './setTitle.ts'

type Reading = Pick<Deps, 'talkTracks' | 'rules'>
type Problem = Library['problems'][number]

/** Longer is not read at a glance, and on a phone not seen whole. */
const MAX_GLANCE_CHARS = 140
const HASH_CHARS = 12

/**
 * The library as operators judge it, from the files alone: no customer's fact is in it.
 * @param words as in the sidebar's search; empty: all
 */
export function libraryOf(deps: Reading, playbooks: readonly Playbook[], words: string, day: string): Library {
  const found = deps.talkTracks.search(words)
  const bySet = new Map<string, TalkTrack[]>()
  for (const track of found) bySet.set(track.set, [...(bySet.get(track.set) ?? []), track])
  return {
    total: deps.talkTracks.all().length,
    problems: found.flatMap((track) => problemsOf(deps, track, day)),
    sets: [...bySet.keys()].sort().map((set) => ({
      set,
      usedBy: usersOf(playbooks, set),
      tracks: (bySet.get(set) ?? []).sort(byCell).map((track) => presentTrack(deps, track)),
    })),
  }
}

/** The one for everybody first, then cell by cell. */
function byCell(a: TalkTrack, b: TalkTrack): number {
  const cell = ({ trade, stage, channel, level, variant = '' }: TalkTrack) =>
    [trade, stage, channel, level].map((value) => (value === 'any' ? '' : value)).join(' ') + variant
  return cell(a) < cell(b) ? -1 : cell(a) > cell(b) ? 1 : b.priority - a.priority
}

function presentTrack({ talkTracks, rules }: Reading, track: TalkTrack): LibraryTrack {
  const { text } = talkTracks.render(track.id, track.sample)
  const bare = talkTracks.render(track.id, {})
  return {
    id: track.id,
    title: track.title,
    file: track.file,
    fits: fitsInWords(track, rules.trades),
    validText: track.validFrom || track.validTo ? `${track.validFrom ?? '即日'} 至 ${track.validTo ?? '长期'}` : null,
    priority: track.priority,
    text,
    bareText: bare.text,
    gaps: gapsOf(bare).map(gapInWords),
    variables: track.variables.map(gapInWords),
    bytes: Buffer.byteLength(text),
    attachments: track.attachments.map((attachment) => ({
      kind: attachment.kind,
      title: titleOfAttachment(attachment, rules.media),
      isReady: hasMedia(attachment, rules.media),
    })),
    caution: track.caution ?? null,
    hash: track.hash.slice(0, HASH_CHARS),
  }
}

const gapsOf = (rendered: RenderedTalkTrack): string[] => (rendered.kind === 'gaps' ? rendered.gaps : [])
const gapInWords = (name: string): string => gapMark(name).slice(1, -1)

const STAGES = {
  lead: '潜客',
  new: '新客',
  active: '复购客',
  loyal: '忠实客',
  silent: '沉默客',
  churned: '流失客',
} as const
const CHANNELS = { online: '线上', offline: '门店' } as const
const LEVELS = { new: '新手导购', skilled: '熟手导购', gold: '金牌导购' } as const

function fitsInWords(track: TalkTrack, trades: Readonly<Record<string, Trade>>): string[] {
  const { stage, trade, channel, level, variant } = track
  return [
    stage === 'any' ? undefined : STAGES[stage],
    trade === 'any' ? undefined : (trades[trade]?.title ?? trade),
    channel === 'any' ? undefined : CHANNELS[channel],
    level === 'any' ? undefined : LEVELS[level],
    variant === undefined ? undefined : `版本 ${variant}`,
  ].filter((word) => word !== undefined)
}

function problemsOf({ talkTracks, rules }: Reading, track: TalkTrack, day: string): Problem[] {
  const { text } = talkTracks.render(track.id, track.sample)
  const missing = track.attachments.filter((attachment) => !hasMedia(attachment, rules.media))
  const texts = [
    missing.length > 0 ? `${missing.length} 个附件的素材还没上传，先不带` : undefined,
    track.validTo !== undefined && track.validTo < day ? `${track.validTo} 已到期，不会再被选用` : undefined,
    text.length > MAX_GLANCE_CHARS ? `${text.length} 字，手机上一眼看不完` : undefined,
  ]
  return texts.flatMap((problem) => (problem ? [{ trackId: track.id, title: track.title, text: problem }] : []))
}
