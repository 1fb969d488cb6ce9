import { StatePage } from '../shared/StatePage.tsx'
import { useDesk } from './desk.ts'

interface Refusal {
  title: string
  /** Which switch, and who can turn it. */
  fix: string
}

// Clients name the reason in errMsg, with prefixes that differ between versions: look for the piece that stays.
const REFUSALS: [RegExp, Refusal][] = [
  [
    /no permission|permission denied/i,
    {
      title: '还没有客户联系权限',
      fix: '请企业微信管理员在「管理后台 › 客户联系 › 权限配置」把你加入使用范围，并在「可调用接口的应用」里勾选本应用。',
    },
  ],
  [
    /signature|40093|42012|reliable domain|80001/i,
    {
      title: '企业微信还不信任这个页面',
      fix: '请企业微信管理员在「应用 › 网页授权及JS-SDK」检查可信域名，并确认应用的 AgentId 与密钥填写正确。',
    },
  ],
  [/corpid|40013/i, { title: '当前登录的是另一家企业', fix: '请在企业微信里切换到本企业后再打开。' }],
  [/not exist|not support/i, { title: '企业微信版本太旧', fix: '请把企业微信升级到最新版后再打开。' }],
]

const UNKNOWN: Refusal = {
  title: '没能认出当前聊天',
  fix: '请从客户聊天的工具栏重新打开；还不行就把下面的信息发给管理员。',
}

export function RefusedPage({ errMsg }: { errMsg: string }) {
  const desk = useDesk()
  const { title, fix } = REFUSALS.find(([pattern]) => pattern.test(errMsg))?.[1] ?? UNKNOWN
  const copy = async () => {
    const hasCopied = await desk.wecom.copy(`${title}：${fix}\n（${errMsg}）`)
    desk.say(hasCopied ? '已复制，发给管理员即可' : '没能复制，请截图给管理员')
  }
  return (
    <StatePage title={title} text={fix}>
      <button type="button" class="fill" onClick={copy}>
        复制给管理员
      </button>
      <button type="button" onClick={desk.lookAround}>
        再试一次
      </button>
    </StatePage>
  )
}

/** No client, or one that does not answer. */
export function OutsidePage({ isSilent }: { isSilent: boolean }) {
  const desk = useDesk()
  const copy = async () => desk.say((await desk.wecom.copy(location.href)) ? '链接已复制' : '没能复制，请长按链接复制')
  return (
    <StatePage
      title="请在企业微信里打开"
      text={
        isSilent
          ? '企业微信一直没有回应。请关掉这个页面，从客户聊天的工具栏重新打开。'
          : '在企业微信打开客户聊天，从工具栏进入这个页面。'
      }
    >
      <p class="link">{location.href}</p>
      <button type="button" class="fill" onClick={copy}>
        复制链接
      </button>
      {isSilent && (
        <button type="button" onClick={desk.lookAround}>
          再试一次
        </button>
      )}
    </StatePage>
  )
}
