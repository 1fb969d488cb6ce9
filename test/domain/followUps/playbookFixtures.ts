import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Playbook } from '../../../app/domain/followUps/playbook.ts'

function readPlaybook(name: string): Playbook {
  return parse(readFileSync(new URL(`./playbooks/${name}.yaml`, import.meta.url), 'utf8'))
}

export const FIRST_PURCHASE = readPlaybook('first_purchase')
export const NEW_FRIEND = readPlaybook('new_friend')
