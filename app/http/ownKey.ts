import { createHash } from 'node:crypto'
import type { Actor } from './actor.ts'

/** Keys of requests are made by browsers: hashed with the guide, one guide's must not meet another's. 64 characters. */
export function ownKey({ guideId }: Pick<Actor, 'guideId'>, clientKey: string): string {
  return createHash('sha256').update(`${guideId}:${clientKey}`).digest('hex')
}
