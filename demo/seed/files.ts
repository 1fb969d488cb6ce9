import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { REGIONS, type SeedChain } from './chain.ts'
import type { SeedCustomer } from './customers.ts'
import { PRODUCTS } from './products.ts'

export type SeedFileKind = 'regions' | 'stores' | 'guides' | 'products' | 'members' | 'groups'
export type SeedFiles = Record<Exclude<SeedFileKind, 'groups'>, string>

/** The lists head office would hand over, as files for the product's own import. */
export function writeChainFiles(folder: string, chain: SeedChain, customers: SeedCustomer[]): SeedFiles {
  mkdirSync(folder, { recursive: true })
  const write = (kind: SeedFileKind, header: string[], rows: (string | number)[][]) =>
    writeCsv(folder, kind, header, rows)
  return {
    regions: write(
      'regions',
      ['code', 'name', 'parent_code'],
      REGIONS.map(({ code, name }) => [code, name, '']),
    ),
    stores: write(
      'stores',
      ['store_code', 'name', 'region_code', 'opened_on'],
      chain.stores.map(({ code, name, regionCode }) => [code, name, regionCode, '2023-03-08']),
    ),
    guides: write(
      'guides',
      ['userid', 'name', 'store_code', 'role', 'level', 'region_code', 'from_date'],
      chain.people.map((person) => [
        person.userid,
        person.name,
        person.storeCode,
        person.role,
        person.level,
        person.regionCode,
        person.fromDay,
      ]),
    ),
    products: write(
      'products',
      ['product_code', 'name', 'category', 'cycle_days', 'slow_effect'],
      PRODUCTS.map(({ code, name, category, cycleDays, isSlowEffect }) => [
        code,
        name,
        category,
        cycleDays ?? '',
        isSlowEffect ? 1 : 0,
      ]),
    ),
    members: write('members', MEMBER_HEADER, customers.flatMap(memberRow)),
  }
}

const MEMBER_HEADER = ['member_no', 'phone', 'unionid', 'external_userid', 'name', 'tier', 'points', 'birthday']

function memberRow({ member, unionid }: SeedCustomer): (string | number)[][] {
  if (!member) return []
  const { memberNo, phone, name, tier, points, birthday } = member
  return [[memberNo, phone, unionid, '', name, tier, points, birthday]]
}

/** Which group is whose, once the groups have their ids. */
export function writeGroupsFile(
  folder: string,
  rows: { storeCode: string; chatId: string; fromDay: string }[],
): string {
  return writeCsv(
    folder,
    'groups',
    ['store_code', 'chat_id', 'from_date'],
    rows.map(({ storeCode, chatId, fromDay }) => [storeCode, chatId, fromDay]),
  )
}

function writeCsv(folder: string, name: string, header: string[], rows: (string | number)[][]): string {
  const path = join(folder, `${name}.csv`)
  writeFileSync(path, stringify([header, ...rows], { bom: true }))
  return path
}
