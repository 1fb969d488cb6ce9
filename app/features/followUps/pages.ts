import type { Deps } from '../../deps.ts'

/** The page of one follow-up, for the button 去发送. The hash is not part of what the JS-SDK signs. */
export function followUpPage({ site }: Pick<Deps, 'site'>, followUpId: number): string {
  return `${site.publicBaseUrl}/sidebar/#/t/${followUpId}`
}

export function listPage({ site }: Pick<Deps, 'site'>): string {
  return `${site.publicBaseUrl}/sidebar/#/home`
}
