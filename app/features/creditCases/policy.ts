import type { Actor } from '../../http/actor.ts'

/** Whoever sells can say that a sale is theirs; regional managers and operators sell nothing. */
export function mayObject({ role }: Pick<Actor, 'role'>): boolean {
  return role === 'guide' || role === 'store_manager'
}
