import { atTimeOfDay, businessDayOf } from '../../../../app/domain/businessDay.ts'
import { type CalendarItem, goesOnTalking, type StepProgress } from '../../../../app/domain/followUps/calendar.ts'
import type { Ask } from '../../../../app/domain/followUps/playbook.ts'
import { snoozeUntil } from '../../../../app/domain/followUps/snooze.ts'
import { HOUR_MS, SHIPPED } from '../calendarFactory.ts'
import { buy, complain, type World } from './happen.ts'
import { replan } from './life.ts'
import { type Life, openComplaint } from './lifeShape.ts'

/** Plans once more, as delivery does, and shows what is still due. */
export function deliverDue(world: World): void {
  const { life, nowMs } = world
  replan(life, nowMs)
  for (const item of life.items) {
    if (item.outcome.kind === 'planned' && item.outcome.atMs <= nowMs) {
      show(world, item, item.outcome.expiresAtMs)
      replan(life, nowMs)
      return
    }
    const put = life.progress.get(item.key)
    if (item.outcome.kind === 'kept' && put?.kind === 'chosen' && put.atMs <= nowMs) {
      show(world, item, put.expiresAtMs)
      replan(life, nowMs)
      return
    }
  }
}

function show(world: World, item: CalendarItem, expiresAtMs: number): void {
  const { life, nowMs } = world
  const wasPutOff = life.progress.get(item.key)?.kind === 'chosen'
  mark(life, item, { kind: 'shown', atMs: nowMs, expiresAtMs })
  if (!wasPutOff) {
    const heardAtMs = Math.max(0, ...life.answers.map(({ atMs }) => atMs), ...life.orders.map(({ atMs }) => atMs))
    const isTalk = SHIPPED.some((playbook) => playbook.id === item.playbookId && goesOnTalking(playbook, item.step))
    const isComplaintOpen = openComplaint(life) !== undefined
    life.deliveries.push({ atMs: nowMs, item, isTalk, isComplaintOpen, said: [...life.contacts], heardAtMs })
    life.story.push({ atMs: nowMs, kind: 'shown', text: '', item })
  }
  act(world, item, expiresAtMs, wasPutOff)
}

/** Most guides send within hours; some skip, some put it off, some do nothing until it expires. */
function act(world: World, item: CalendarItem, expiresAtMs: number, wasPutOff: boolean): void {
  const { random, nowMs, agenda, life } = world
  const eveningMs = atTimeOfDay(businessDayOf(nowMs), '20:50')
  const soonMs = Math.max(nowMs + 60_000, Math.min(nowMs + random.between(5, 360) * 60_000, eveningMs))
  const dice = random.next()
  const still = (happen: () => void) => () => {
    if (life.progress.get(item.key)?.kind === 'shown' && isKeptShown(life, item)) happen()
  }
  if (dice < 0.74) agenda.push({ atMs: soonMs, happen: still(() => send(world, item)) })
  else if (dice < 0.82) agenda.push({ atMs: soonMs, happen: still(() => close(world, item, 'skipped')) })
  else if (dice < 0.87 && !wasPutOff)
    agenda.push({ atMs: soonMs, happen: still(() => putOff(world, item, expiresAtMs)) })
  else agenda.push({ atMs: expiresAtMs, happen: still(() => close(world, item, 'ignored')) })
}

function isKeptShown({ items }: Life, { key }: CalendarItem): boolean {
  return items.some((item) => item.key === key && item.outcome.kind === 'kept')
}

function mark(
  life: Life,
  { key, step }: CalendarItem,
  over: Pick<StepProgress, 'kind' | 'atMs' | 'expiresAtMs'>,
): void {
  life.progress.set(key, { key, purpose: step.purpose, ...over })
}

function close(world: World, item: CalendarItem, how: 'sent' | 'skipped' | 'ignored'): void {
  mark(world.life, item, { kind: 'closed', atMs: world.nowMs, expiresAtMs: world.nowMs })
  world.life.story.push({ atMs: world.nowMs, kind: how, text: '', item })
}

function putOff(world: World, item: CalendarItem, expiresAtMs: number): void {
  const atMs = snoozeUntil(world.random.pick(['tonight', 'tomorrow_morning', 'in_3_days']), world.nowMs)
  mark(world.life, item, { kind: 'chosen', atMs, expiresAtMs: Math.max(expiresAtMs, atMs + 24 * HOUR_MS) })
  world.life.story.push({ atMs: world.nowMs, kind: 'put_off', text: '', item })
}

function send(world: World, item: CalendarItem): void {
  const { life, random, nowMs } = world
  close(world, item, 'sent')
  const isSameTalk = life.deliveries.some(({ item: { key }, isTalk }) => key === item.key && isTalk)
  life.contacts.push({ atMs: nowMs, purpose: item.step.purpose, isSameTalk })
  for (const ask of item.step.asks ?? []) if (random.chance(0.6)) hear(world, item, ask)
  if (item.step.purpose === 'sale' && random.chance(0.12)) {
    world.agenda.push({ atMs: nowMs + random.between(2, 60) * HOUR_MS, happen: () => buy(world) })
  }
}

/** Most answers are the first, friendly one; now and then one opens a complaint. */
function hear(world: World, { key }: CalendarItem, ask: Ask): void {
  const { life, random } = world
  const friendly = random.chance(0.75) ? ask.answers[0] : undefined
  const calm = ask.answers.filter(({ opens }) => opens === undefined || random.chance(0.1))
  const given = friendly ?? (calm.length > 0 ? random.pick(calm) : undefined)
  if (!given) return
  world.agenda.push({
    atMs: world.nowMs + random.between(3, 90) * 60_000,
    happen: () => {
      life.answers.push({ stepKey: key, ask: ask.id, answer: given.id, atMs: world.nowMs })
      life.story.push({ atMs: world.nowMs, kind: 'fact', text: `客户回答「${ask.title}」：${given.title}` })
      if (given.opens) complain(world)
    },
  })
}
