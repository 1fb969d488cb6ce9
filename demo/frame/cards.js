import { make } from './dom.js'

const button = (label, className, onClick) => {
  const node = make('button', className, label)
  node.type = 'button'
  node.addEventListener('click', onClick)
  return node
}

/** An app message as WeCom draws it: text, text card or template card, its buttons alive. */
export function cardNode(message, { onClick, onOpen }) {
  const { msgtype, content } = message
  if (msgtype === 'textcard')
    return make(
      'article',
      'card',
      make('h3', '', content.title),
      make('p', 'sub', content.description.replace(/<[^>]*>/g, '')),
      button(content.btntxt ?? '详情', 'link', () => onOpen(content.url)),
    )
  if (msgtype !== 'template_card') return make('div', 'bubble', content.content ?? '')
  return templateCard(message, { onClick, onOpen })
}

function templateCard({ msgid, content, replacedButton }, { onClick, onOpen }) {
  const choice = selection(content.button_selection)
  const selected = () => (choice?.value ? { [content.button_selection.question_key]: [choice.value] } : undefined)
  const click = (key) => onClick({ msgid, key, selected: selected() })
  const node = make('article', 'card', ...headOf(content, onOpen, click), ...linesOf(content))
  if (choice) node.append(choice.node)
  const outcome = replacedButton ?? content.replace_text
  if (outcome) node.append(make('div', 'acts', make('span', 'closed', outcome)))
  else if (content.button_list?.length > 0) node.append(buttonsOf(content.button_list, click, onOpen))
  for (const jump of content.jump_list ?? [])
    node.append(jump.url ? button(`${jump.title} ›`, 'link', () => onOpen(jump.url)) : make('p', 'sub', jump.title))
  if (content.card_action?.url && !content.button_list && !content.jump_list)
    node.append(button('查看详情 ›', 'link', () => onOpen(content.card_action.url)))
  return node
}

function headOf(content, onOpen, click) {
  const { source, main_title: title, emphasis_content: big, quote_area: quote, action_menu: menu } = content
  const head = [
    source?.desc ? make('div', 'source', source.desc, menu ? menuOf(menu, click) : '') : '',
    title?.title ? make('h3', '', title.title) : '',
    title?.desc ? make('p', 'sub', title.desc) : '',
    big ? make('p', 'big', make('b', '', big.title ?? ''), make('span', '', big.desc ?? '')) : '',
  ]
  if (quote?.quote_text || quote?.title) {
    const said = make('blockquote', '', quote.title ? make('b', '', quote.title) : '', quote.quote_text ?? '')
    if (quote.url) said.addEventListener('click', () => onOpen(quote.url))
    head.push(said)
  }
  return head
}

/** What stands behind ⋯ at the top right. */
function menuOf({ desc, action_list: list }, click) {
  const dots = make('summary', 'dots', '⋯')
  dots.setAttribute('aria-label', desc ?? '更多')
  const items = list.map(({ text, key }) => button(text, 'card-act', () => click(key)))
  return make('details', 'menu', dots, make('div', 'menu-list', ...items))
}

function linesOf({ sub_title_text: text, horizontal_content_list: list = [] }) {
  const rows = list.flatMap(({ keyname, value }) => [make('dt', '', keyname), make('dd', '', value ?? '')])
  return [text ? make('p', 'text', text) : '', rows.length > 0 ? make('dl', '', ...rows) : '']
}

function selection(question) {
  if (!question) return undefined
  const select = make('select', '')
  for (const { id, text } of question.option_list) {
    const option = make('option', '', text)
    option.value = id
    option.selected = id === question.selected_id
    select.append(option)
  }
  select.setAttribute('aria-label', question.title ?? '选项')
  return {
    node: make('label', 'choice', question.title ?? '', select),
    get value() {
      return select.value
    },
  }
}

const buttonsOf = (list, click, onOpen) =>
  make(
    'div',
    'acts',
    ...list.map(({ text, key, style, type, url }) =>
      button(text, style === 1 || style === undefined ? 'card-act fill' : 'card-act', () =>
        type === 1 ? onOpen(url) : click(key),
      ),
    ),
  )
