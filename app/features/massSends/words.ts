import type { Attachment } from 'wecom-sdk'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../http/errors.ts'
import { hasGap } from '../../talkTracks/factNames.ts'
import type { TalkTrack } from '../../talkTracks/types.ts'
import { mediaOf } from '../talkTracks/queries.ts'

/** WeCom cuts longer ones. */
const MAX_BYTES = 4000

export interface Words {
  text: string
  talkTrackId: string | null
}

/**
 * The words of a mass send: the same for everybody, so only facts that hold for everybody may be in them.
 * @throws AppError NOT_FOUND for an unknown talk track, TALK_TRACK_UNFILLED for one that needs to know the customer,
 * RULE for words that are a template or too long
 */
export function wordsOf(
  { talkTracks }: Pick<Deps, 'talkTracks'>,
  asked: { talkTrackId?: string | undefined; text?: string | undefined },
): Words {
  const { talkTrackId } = asked
  if (talkTrackId === undefined) return { text: checked(asked.text ?? ''), talkTrackId: null }
  if (!talkTracks.find(talkTrackId)) throw new AppError('NOT_FOUND', undefined, '没有这条话术')
  const rendered = talkTracks.render(talkTrackId, {})
  if (rendered.kind === 'gaps')
    throw new AppError('TALK_TRACK_UNFILLED', { gaps: rendered.gaps }, '这条话术要逐个客户填写，不能群发')
  return { text: checked(rendered.text), talkTrackId }
}

function checked(text: string): string {
  if (text.includes('{{') || hasGap(text))
    throw new AppError('TALK_TRACK_UNFILLED', undefined, '文字里还有没填上的内容')
  if (Buffer.byteLength(text) > MAX_BYTES) throw new AppError('RULE', undefined, '文字太长，请控制在 1300 字以内')
  return text
}

/**
 * What of the track's attachments can be sent now: material that is not uploaded is left out, as the check says.
 * @param isMediaGone leaves out all that was uploaded: it is good for three days
 */
export function attachmentsOf(
  { rules }: Pick<Deps, 'rules'>,
  track: TalkTrack | undefined,
  isMediaGone = false,
): Attachment[] {
  return (track?.attachments ?? []).flatMap((attachment): Attachment[] => {
    if (attachment.kind === 'link') {
      const { title, url, description } = attachment
      return [{ msgtype: 'link', link: { title, url, ...(description ? { desc: description } : {}) } }]
    }
    const { mediaId, picUrl } = mediaOf(attachment.media, rules.media) ?? {}
    if (attachment.kind === 'image' && picUrl !== undefined) return [{ msgtype: 'image', image: { pic_url: picUrl } }]
    if (mediaId === undefined || isMediaGone) return []
    if (attachment.kind === 'miniprogram') {
      const { title, appid, page } = attachment
      return [{ msgtype: 'miniprogram', miniprogram: { title, appid, page, pic_media_id: mediaId } }]
    }
    const media = { media_id: mediaId }
    if (attachment.kind === 'image') return [{ msgtype: 'image', image: media }]
    return attachment.kind === 'video' ? [{ msgtype: 'video', video: media }] : [{ msgtype: 'file', file: media }]
  })
}
