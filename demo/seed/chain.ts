import { realName } from './names.ts'
import { createDice } from './random.ts'

export interface SeedStore {
  code: string
  name: string
  regionCode: string
  groupName: string
  /** Owns the store's group: statistics come per owner, so each group has its own. */
  managerUserId: string
  /** How lively its group is, 0 to 1; 0: it has fallen silent, which a manager should notice. */
  liveliness: number
  /** Its group loses people. */
  isShrinking: boolean
}

export interface SeedPerson {
  userid: string
  name: string
  role: 'guide' | 'store_manager' | 'region_manager' | 'operator'
  level: 'new' | 'skilled' | 'gold'
  storeCode: string
  regionCode: string
  fromDay: string
}

export const REGIONS = [
  { code: 'EAST', name: '华东' },
  { code: 'SOUTH', name: '华南' },
  { code: 'NORTH', name: '华北' },
] as const

export const BRAND = '山野集'
const GUIDES_PER_STORE = 5
const OPENED = '2023-03-08'

const STORES = `EAST SH001 上海徐汇店 0.9
EAST SH002 上海静安店 0.7
EAST HZ001 杭州湖滨店 0.8
EAST NJ001 南京新街口店 0
SOUTH GZ001 广州天河店 0.85
SOUTH GZ002 广州北京路店 0.4
SOUTH SZ001 深圳福田店 0.6
SOUTH SZ002 深圳南山店 0.5
NORTH BJ001 北京国贸店 0.75
NORTH BJ002 北京西单店 0.45
NORTH TJ001 天津滨江道店 0.55
NORTH SJ001 石家庄裕华店 0.3`

const SHRINKING = 'SH002'

/** The people the demo page signs in as, by the store they work in. */
const KNOWN_NAMES: Record<string, string> = {
  'SH001.0': '张敏',
  'SH001.1': '林晓',
  'SH001.2': '周婉',
  'SH001.3': '何家豪',
  'EAST.m': '陈立',
  'SOUTH.m': '黎嘉欣',
  'NORTH.m': '孟凡',
  operator: '沈知夏',
}

export const CAST = {
  storeCode: 'SH001',
  guide: 'SH001.1',
  storeManager: 'SH001.0',
  regionManager: 'EAST.m',
  operator: 'operator',
} as const

const GUIDE_LEVELS = ['gold', 'skilled', 'skilled', 'new', 'new'] as const

export interface SeedChain {
  stores: SeedStore[]
  people: SeedPerson[]
}

/** Three regions, twelve stores, sixty guides, a manager for each store and region, one operator. */
export function planChain(): SeedChain {
  const dice = createDice(7)
  const nameOf = (userid: string): string => KNOWN_NAMES[userid] ?? realName(dice)
  const stores = STORES.split('\n').map((line): SeedStore => {
    const [regionCode = '', code = '', name = '', liveliness = '0'] = line.split(' ')
    const groupName = `${BRAND}${name}福利群`
    return {
      code,
      name,
      regionCode,
      groupName,
      managerUserId: `${code}.0`,
      liveliness: Number(liveliness),
      isShrinking: code === SHRINKING,
    }
  })
  const people: SeedPerson[] = []
  const add = (person: Omit<SeedPerson, 'name' | 'fromDay'>): void => {
    people.push({ ...person, name: nameOf(person.userid), fromDay: OPENED })
  }
  for (const { code, managerUserId } of stores) {
    add({ userid: managerUserId, role: 'store_manager', level: 'gold', storeCode: code, regionCode: '' })
    for (let number = 1; number <= GUIDES_PER_STORE; number += 1) {
      const level = GUIDE_LEVELS[(number - 1) % GUIDE_LEVELS.length] ?? 'new'
      add({ userid: `${code}.${number}`, role: 'guide', level, storeCode: code, regionCode: '' })
    }
  }
  for (const { code } of REGIONS)
    add({ userid: `${code}.m`, role: 'region_manager', level: 'gold', storeCode: '', regionCode: code })
  add({ userid: 'operator', role: 'operator', level: 'gold', storeCode: '', regionCode: '' })
  return { stores, people }
}
