import type { Dice } from './random.ts'

const SURNAMES = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵',
]
const GIVEN = [
  '芳|丽娟|晓燕|思琪|雨桐|梓萱|佳怡|欣悦|静怡|婷婷|美玲|雪梅|秀英|文静|海燕|晓彤|若曦|诗涵|可欣|悦宁|慧敏|雅琴|玉兰|春华|小满|一诺|语嫣|安然|清扬|书瑶',
  '伟|强|建国|志明|浩然|子轩|俊杰|宇航|晨曦|文博|明哲|国庆|天宇|家豪|立新|鹏飞|少华|学文|景行|云帆',
]
  .join('|')
  .split('|')
const NICKNAMES =
  '小满🌿|桃子酱|Amy陈|阿杰|一杯清茶|山茶花开|木木|Luna|小鹿乱撞|岁月静好|不吃香菜|豆豆妈妈|Kiki|晴天|向日葵🌻|听雨|Mr.Zhou|阿May|南山南|七七|慢慢来|小确幸|Coco|果果妈咪|星星点灯|老周|田心|周末去爬山|Vivian|橙子🍊|静待花开|大白|小雨|Jessie 林|米粒|云淡风轻|茶语|Nana|阿布|夏天的风'.split(
    '|',
  )

/** Names as strangers really type them, and as an attacker might. */
const AWKWARD = [
  '<b>小王</b>',
  '{{name}}',
  '👨‍👩‍👧‍👦🎀✨',
  '我的名字很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长',
  "Robert'); DROP TABLE customers;--",
  '=HYPERLINK("http://example.test","点我")',
]

export const realName = (dice: Dice): string => dice.pick(SURNAMES) + dice.pick(GIVEN)

/** A WeChat nickname; every now and then an awkward one. */
export function nickname(dice: Dice, index: number, name: string): string {
  if (index % 397 === 61) return AWKWARD[Math.floor(index / 397) % AWKWARD.length] ?? name
  return dice.weigh([
    [name, 5],
    [dice.pick(NICKNAMES), 4],
    [`${dice.pick(NICKNAMES)}${dice.whole(1, 99)}`, 1],
  ])
}
