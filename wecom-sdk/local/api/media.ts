import { ApiRefusal } from '../errors.ts'
import { seconds } from '../world.ts'
import { type ApiCall, type Endpoints, queryOf, rawPostEndpoint } from './endpoint.ts'

const MEGABYTE = 1024 * 1024
const limits: Record<string, number> = {
  image: 10 * MEGABYTE,
  voice: 2 * MEGABYTE,
  video: 10 * MEGABYTE,
  file: 20 * MEGABYTE,
}
const SMALLEST_BYTES = 6

async function upload(call: ApiCall) {
  const type = queryOf(call, 'type')
  const limit = limits[type]
  if (limit === undefined) throw new ApiRefusal(40035, 'invalid type')
  const file = await readFile(call)
  if (file.size < SMALLEST_BYTES || file.size > limit) throw new ApiRefusal(45001)
  const now = call.world.clock.nowMs()
  const media_id = call.world.ids.next('', 60)
  call.world.state.media.set(media_id, { type, filename: file.name, bytes: file.size, createdAtMs: now })
  // created_at is a string here and a number elsewhere.
  return { type, media_id, created_at: String(seconds(now)) }
}

async function readFile(call: ApiCall): Promise<File> {
  if (!call.contentType.startsWith('multipart/form-data')) throw new ApiRefusal(41006, 'media data missing')
  const form = await new Response(new Uint8Array(call.raw), { headers: { 'content-type': call.contentType } })
    .formData()
    .catch(() => undefined)
  const file = form?.get('media')
  if (!file || typeof file === 'string' || file.name === '') throw new ApiRefusal(41006, 'media data missing')
  return file
}

export const mediaEndpoints: Endpoints = { 'media/upload': rawPostEndpoint('app', upload) }
