const TOUCHING_DIGITS = /\d(?:[\s\-–—_.·()+]*\d){6,}/u
const LINK =
  /(?:https?|weixin|wxp):|www\.|[a-z0-9-]+\.(?:com|cn|net|org|top|vip|shop|link|cc|me|io|xyz)(?![a-z])|@[a-z0-9.-]+\.[a-z]/iu

/** What must not stand in a text for everybody: a phone, order or card number, however it is spaced; a link or address. */
export function unwelcomeIn(text: string): 'number' | 'link' | undefined {
  const plain = text.normalize('NFKC')
  if (TOUCHING_DIGITS.test(plain)) return 'number'
  return LINK.test(plain) ? 'link' : undefined
}

const TITLES = '(?:女士|先生|小姐|太太|老师|阿姨|叔叔|姐|哥|总)'
const HAN_NAME = /^\p{Script=Han}{2,4}$/u

/**
 * Whether a text still calls one person by a part of their name: 芳芳, 小芳, 芳姐, 王姐 of 王芳芳. The whole name is a
 * variable by then.
 */
export function callsByName(text: string, name: string): boolean {
  if (!HAN_NAME.test(name)) return false
  const given = name.length === 2 ? name.slice(1) : name.slice(-2)
  const last = given.slice(-1)
  const forms = [`${name.slice(0, 1)}${TITLES}`, `${last}${TITLES}`, `[小阿]${last}`, `${last}${last}`]
  return new RegExp([...forms, ...(given.length > 1 ? [given] : [])].join('|'), 'u').test(text)
}
