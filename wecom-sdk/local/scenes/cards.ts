import { z } from 'zod'
import { newResponseCode } from '../api/messages.ts'
import { cdata, type Field } from '../callbacks/xml.ts'
import { SceneError } from '../errors.ts'
import { emitFromMember } from '../events.ts'
import type { AppMessage } from '../records/messages.ts'
import { memberOf, type World } from '../world.ts'
import { scene, userid } from './scene.ts'

const clicked = z
  .object({
    userid,
    msgid: z.string().optional(),
    taskId: z.string().optional(),
    key: z.string(),
    /** question_key → ids of the chosen options */
    selected: z.record(z.string(), z.array(z.string())).optional(),
  })
  .refine(({ msgid, taskId }) => msgid !== undefined || taskId !== undefined, 'msgid or taskId')

const action = z.object({ key: z.string().optional() })
const shownCard = z.looseObject({
  card_type: z.string(),
  button_list: z.array(action).default([]),
  submit_button: action.optional(),
  action_menu: z.looseObject({ action_list: z.array(action).default([]) }).optional(),
})

function cardOf(world: World, input: z.output<typeof clicked>): AppMessage {
  const guide = memberOf(world, input.userid).userid
  const message = world.state.messages.find(
    (m) => m.userid === guide && !m.dropped && (m.msgid === input.msgid || (m.taskId && m.taskId === input.taskId)),
  )
  if (message?.msgtype !== 'template_card') throw new SceneError('no such card')
  if (message.replacedButton !== undefined) throw new SceneError('the card is closed')
  return message
}

function selectedItems(selected: Record<string, string[]>): string {
  return Object.entries(selected)
    .map(([question, options]) => {
      const ids = options.map((id) => `<OptionId>${cdata(id)}</OptionId>`).join('')
      const key = `<QuestionKey>${cdata(question)}</QuestionKey>`
      return `<SelectedItem>${key}<OptionIds>${ids}</OptionIds></SelectedItem>`
    })
    .join('')
}

function click(world: World, input: z.output<typeof clicked>): { responseCode: string } {
  const message = cardOf(world, input)
  const card = shownCard.parse(message.content)
  const isMenu = card.action_menu?.action_list.some(({ key }) => key === input.key) === true
  const isButton = [...card.button_list, card.submit_button].some((button) => button?.key === input.key)
  if (!isMenu && !isButton) throw new SceneError(`the card has no button ${input.key}`)
  const responseCode = newResponseCode(world, message.msgid, message.userid)
  const items: Field[] = input.selected ? [['SelectedItems', { xml: selectedItems(input.selected) }]] : []
  emitFromMember(world, message.userid, [
    ['MsgType', 'event'],
    ['Event', isMenu ? 'template_card_menu_event' : 'template_card_event'],
    ['EventKey', input.key],
    ['TaskId', message.taskId ?? ''],
    ['CardType', card.card_type],
    ['ResponseCode', responseCode],
    ...items,
  ])
  return { responseCode }
}

/** The app's own conversation with each member. */
export function cardScenes(world: World) {
  return {
    /** What the member sees; messages over the limit were dropped and are not among them. */
    messagesOf: (guide: string): AppMessage[] =>
      world.state.messages.filter((m) => m.userid.toLowerCase() === guide.toLowerCase() && !m.dropped),
    droppedOf: (guide: string): AppMessage[] =>
      world.state.messages.filter((m) => m.userid.toLowerCase() === guide.toLowerCase() && m.dropped),
    clickCard: scene(clicked, (input) => click(world, input)),
  }
}
