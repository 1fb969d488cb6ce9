import type { Deps } from '../../deps.ts'

/**
 * The page of one follow-up, for the button 去发送. A client may lose what stands behind the #, so the query names
 * the follow-up too.
 */
export function followUpPage({ site }: Pick<Deps, 'site'>, followUpId: number): string {
  return `${site.publicBaseUrl}/sidebar/?t=${followUpId}#/t/${followUpId}`
}

export function listPage({ site }: Pick<Deps, 'site'>): string {
  return `${site.publicBaseUrl}/sidebar/#/home`
}
