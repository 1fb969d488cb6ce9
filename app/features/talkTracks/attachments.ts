import type { Deps } from '../../deps.ts'
import type { TalkTrack, TrackAttachment } from '../../talkTracks/types.ts'
import type { AttachmentView } from './contract.ts'

type Media = Deps['rules']['media']

/** What goes out after the text. Media that is not uploaded is left out: the sentence holds without it. */
export function attachmentsOf({ attachments }: TalkTrack, media: Media): AttachmentView[] {
  return attachments.flatMap((attachment) => viewOf(attachment, media) ?? [])
}

export function hasMedia(attachment: TrackAttachment, media: Media): boolean {
  return viewOf(attachment, media) !== undefined
}

export function titleOfAttachment(attachment: TrackAttachment, media: Media): string {
  if ('title' in attachment) return attachment.title
  return mediaOf(attachment.media, media)?.title ?? attachment.media
}

function viewOf(attachment: TrackAttachment, media: Media): AttachmentView | undefined {
  if (attachment.kind === 'link') return { ...attachment }
  const found = mediaOf(attachment.media, media)
  if (attachment.kind === 'miniprogram') {
    const { kind, title, appid, page } = attachment
    return found?.picUrl ? { kind, title, appid, page, imageUrl: found.picUrl } : undefined
  }
  return found?.mediaId ? { kind: attachment.kind, title: found.title, mediaId: found.mediaId } : undefined
}

export function mediaOf(name: string, media: Media): Media[string] | undefined {
  return Object.hasOwn(media, name) ? media[name] : undefined
}
