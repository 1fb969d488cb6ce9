import { z } from 'zod'
import { ApiRefusal } from '../errors.ts'
import type { World } from '../world.ts'
import { textOfBytes } from './endpoint.ts'

const link = z.object({
  title: textOfBytes(128),
  picurl: textOfBytes(2048).optional(),
  desc: textOfBytes(512).optional(),
  url: textOfBytes(2048),
})
const media = z.object({ media_id: z.string() })
const attachment = z.discriminatedUnion('msgtype', [
  z.object({
    msgtype: z.literal('image'),
    image: z.object({ media_id: z.string().optional(), pic_url: z.string().optional() }),
  }),
  z.object({ msgtype: z.literal('link'), link }),
  z.object({
    msgtype: z.literal('miniprogram'),
    miniprogram: z.object({ title: textOfBytes(64), pic_media_id: z.string(), appid: z.string(), page: z.string() }),
  }),
  z.object({ msgtype: z.literal('video'), video: media }),
  z.object({ msgtype: z.literal('file'), file: media }),
])

/** text and attachments as welcome and mass messages take them. */
export const messageFields = {
  text: z.object({ content: textOfBytes(4000) }).optional(),
  attachments: z.array(attachment).max(9).default([]),
}
type MessageBody = { text?: { content: string } | undefined; attachments: z.output<typeof attachment>[] }

export function checkMessage(world: World, { text, attachments }: MessageBody): void {
  if (!text?.content && attachments.length === 0) throw new ApiRefusal(40058, 'text and attachments both empty')
  for (const item of attachments) {
    for (const mediaId of mediaIdsOf(item)) checkMedia(world, mediaId)
  }
}

function mediaIdsOf(item: z.output<typeof attachment>): string[] {
  if (item.msgtype === 'image') return item.image.media_id === undefined ? [] : [item.image.media_id]
  if (item.msgtype === 'miniprogram') return [item.miniprogram.pic_media_id]
  if (item.msgtype === 'video') return [item.video.media_id]
  return item.msgtype === 'file' ? [item.file.media_id] : []
}

const DAY_MS = 86_400_000

/** Uploaded material lives three days. */
function checkMedia(world: World, mediaId: string): void {
  const held = world.state.media.get(mediaId)
  const expired = held && held.createdAtMs + world.settings.mediaDays * DAY_MS <= world.clock.nowMs()
  if (!held || expired) throw new ApiRefusal(40007)
}

export function messageOf({ text, attachments }: MessageBody): Record<string, unknown> {
  return { ...(text ? { text } : {}), ...(attachments.length > 0 ? { attachments } : {}) }
}
