const OUR_PAGES = ['/sidebar/', '/board/']
const HOME = '/sidebar/'
// A host that can never be ours: whatever resolves away from it was not a path.
const NOWHERE = 'http://return.invalid'

/**
 * Where to go after signing in: only a page of ours, else the sidebar. `//evil`, `/\evil`, `https:evil` and header
 * breaks all end at home.
 */
export function safeReturnPath(wanted: string | undefined): string {
  if (!wanted?.startsWith('/') || wanted.length > 500 || /[^\x21-\x7e]|\\/.test(wanted)) return HOME
  if (!URL.canParse(wanted, NOWHERE)) return HOME
  const url = new URL(wanted, NOWHERE)
  if (url.origin !== NOWHERE || !OUR_PAGES.some((page) => url.pathname.startsWith(page))) return HOME
  return url.pathname + url.search + url.hash
}
