import { escapeHtml } from './http.ts'

/** A corner mark of a QR code, 7 modules wide. */
const mark = (x: number, y: number) => `<path d="M${x} ${y}h7v7h-7zm1 1v5h5v-5zm1 1h3v3h-3z" fill-rule="evenodd"/>`

/** Looks like a QR code and says what it stands for; no camera reads it, scanning is a scene. */
export function qrPicture(words: string): string {
  const said = escapeHtml([...words].slice(0, 12).join(''))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 25 25" role="img"><rect width="25" height="25" fill="#fff"/>${mark(2, 2)}${mark(16, 2)}${mark(2, 16)}<text x="12.5" y="13" font-size="2" text-anchor="middle">${said}</text><text x="17" y="20" font-size="1.6" text-anchor="middle">本地企业微信</text></svg>`
}
