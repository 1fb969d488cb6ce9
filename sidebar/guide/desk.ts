import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Boot } from '../shared/boot.ts'
import type { WeCom } from '../shared/wecom.ts'
import type { Reporter } from './reporter.ts'
import type { Undo } from './StatusBar.tsx'

/** What every part of the guide's page may reach. */
export interface Desk {
  boot: Boot
  wecom: WeCom
  reporter: Reporter
  /** Says one short sentence in the live region; with `undo`, offers to take the act back for ten seconds. */
  say(text: string, undo?: Undo): void
  /** How often the guide came back to the page in the same place: what it shows is then asked for afresh. */
  looks: number
  /** Asks the client again which chat is open. */
  lookAround(): Promise<void>
}

export const DeskContext = createContext<Desk | undefined>(undefined)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('no desk around this component')
  return desk
}
