import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import type { FollowUpView, MyFollowUps, TalkTrackRow } from '../../app/features/followUps/contract.ts'
import type { GroupPanel } from '../../app/features/groups/contract.ts'

export const NOW_MS = Date.parse('2026-11-21T14:20:00+08:00')
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export const TRACKS: TalkTrackRow[] = [
  {
    id: 'first-purchase-day-7',
    title: '首购回访',
    text: '芳芳你好，上周买的防风外套穿着合身吗？袖口如果偏长，拿来店里我帮您免费改。',
    gaps: [],
    isReady: true,
    attachments: [],
  },
  {
    id: 'new-arrival',
    title: '新品到店',
    text: '您好，店里刚到一批羊毛围巾，配您那件外套很合适，要不要给您留一条？',
    gaps: [],
    isReady: true,
    attachments: [],
  },
  {
    id: 'member-day',
    title: '会员日提醒',
    text: '周三是会员日，您的积分可以当钱用，记得来坐坐。',
    gaps: [],
    isReady: true,
    attachments: [],
  },
  {
    id: 'birthday',
    title: '生日问候',
    text: '【称呼】生日快乐，给您留了一份小礼物，周末方便的话来店里拿。',
    gaps: ['customerName'],
    isReady: false,
    attachments: [],
  },
]

export function followUp(change: Partial<FollowUpView> = {}): FollowUpView {
  return {
    id: 11,
    externalUserId: 'wm_full',
    customerName: '王芳芳',
    title: '首购回访',
    reason: '11 月 14 日第一次购买，满 7 天了。',
    purpose: 'service',
    channel: 'chat',
    asks: [],
    state: 'due',
    dueAtMs: NOW_MS - 4 * HOUR_MS,
    expiresAtMs: Date.parse('2026-11-21T20:00:00+08:00'),
    closedHow: null,
    talkTrack: TRACKS[0] ?? null,
    ...change,
  }
}

const SECOND = followUp({
  id: 12,
  title: '换季提醒',
  reason: '去年这时候买过羽绒服，到换季了。',
  dueAtMs: NOW_MS - 2 * DAY_MS,
  expiresAtMs: NOW_MS + 2 * DAY_MS,
  talkTrack: TRACKS[1] ?? null,
})

export const MY_LIST: MyFollowUps = {
  rows: [
    followUp({ id: 12, customerName: '李建国', title: '换季提醒', dueAtMs: NOW_MS - 2 * DAY_MS }),
    followUp(),
    followUp({ id: 14, customerName: '春风十里', title: '新朋友问候', reason: '加好友满 3 天，还没有买过。' }),
  ],
  overdue: 1,
}

const TAG_NAMES = [
  '高意向',
  '爱打折',
  '常给家人买',
  'M 码',
  '怕冷',
  '喜欢深色',
  '住附近',
  '周末来',
  '要发票',
  '不爱打电话',
]

export function customerPanel(change: Partial<CustomerPanel> = {}): CustomerPanel {
  return {
    nowMs: NOW_MS,
    view: 'full',
    customer: {
      externalUserId: 'wm_full',
      name: '王芳芳',
      remark: '王姐',
      avatar: '',
      stage: 'new',
      stageText: '首购第 7 天',
      isFriend: true,
      addedAtMs: Date.parse('2026-10-03T10:00:00+08:00'),
    },
    rfmText: null,
    memberState: 'bound',
    member: { memberNo: 'M0001', tier: '银卡', points: 1280, birthday: '05-12', phoneMasked: '138****0001' },
    memberCandidates: [],
    binding: {
      guideName: '林晓',
      storeName: '徐汇店',
      isMine: true,
      sinceMs: Date.parse('2026-10-03T10:00:00+08:00'),
      sourceText: '扫了徐汇店的门店二维码',
    },
    followUps: [followUp(), SECOND],
    openAsks: [],
    complaint: null,
    isMuted: false,
    mutedUntilMs: null,
    suggestions: TRACKS,
    orders: {
      yearFen: 129900,
      yearCount: 4,
      lastAtMs: Date.parse('2026-11-14T16:00:00+08:00'),
      rows: [
        order('order', 'SH001-20261114-0007', '防风外套', '徐汇店', 19900, '2026-11-14T16:00:00+08:00'),
        order('refund', 'SH001-20261001-0002', '羊毛围巾', '徐汇店', -9900, '2026-11-03T12:00:00+08:00'),
        { ...order('order', 'E-88', '加绒长裤 2 件', '小程序', 39800, '2026-10-03T09:00:00+08:00'), channel: 'online' },
      ],
    },
    tags: TAG_NAMES.map((name, index) => ({ tagId: `et_${index}`, name, groupName: '偏好', isOn: index === 0 })),
    notes: [
      {
        id: 1,
        authorName: '林晓',
        isMine: true,
        isShared: true,
        text: '喜欢宽松一点，外套要大半码。',
        atMs: NOW_MS - 7 * DAY_MS,
      },
    ],
    events: [
      { kind: 'order', text: '在徐汇店买了防风外套，¥199.00', atMs: Date.parse('2026-11-14T16:00:00+08:00') },
      { kind: 'send', text: '林晓发了「欢迎」', atMs: Date.parse('2026-10-03T10:01:00+08:00') },
      { kind: 'added', text: '扫了徐汇店的门店二维码，加了林晓', atMs: Date.parse('2026-10-03T10:00:00+08:00') },
    ],
    contactedToday: 0,
    isQuietHours: false,
    ...change,
  }
}

function order(kind: 'order' | 'refund', orderNo: string, what: string, placeText: string, fen: number, at: string) {
  const credit = { creditText: '业绩归 林晓', channel: 'offline' as const, source: 'pos-east' }
  return { kind, orderNo, what, placeText, amountFen: fen, atMs: Date.parse(at), ...credit }
}

const base = customerPanel()
const NO_ORDERS = { yearFen: 0, yearCount: 0, lastAtMs: null, rows: [] }

/** Two members under one phone. */
export const MEMBERS: CustomerPanel['memberCandidates'] = [
  { memberNo: 'M0001', tier: '银卡', phoneMasked: '138****0001' },
  { memberNo: 'M0729', tier: '普通', phoneMasked: '138****0001' },
]

/** One customer for each state of the panel. */
export const PANELS: Record<string, CustomerPanel> = {
  wm_full: base,
  wm_second: customerPanel({
    customer: { ...base.customer, externalUserId: 'wm_second', name: '李建国', remark: '', stageText: '熟客' },
    followUps: [],
  }),
  wm_limited: customerPanel({
    view: 'limited',
    customer: { ...base.customer, externalUserId: 'wm_limited', name: '赵敏敏', remark: '' },
    member: null,
    binding: {
      guideName: '张敏',
      storeName: '徐汇店',
      isMine: false,
      sinceMs: NOW_MS - 60 * DAY_MS,
      sourceText: '扫码',
    },
    followUps: [],
    orders: NO_ORDERS,
    tags: [],
    notes: [],
    events: [],
  }),
  wm_unbound: customerPanel({
    customer: {
      ...base.customer,
      externalUserId: 'wm_unbound',
      name: '春风十里',
      remark: '',
      stageText: '新朋友第 3 天',
    },
    memberState: 'unbound',
    member: null,
    orders: NO_ORDERS,
  }),
  wm_several: customerPanel({
    customer: { ...base.customer, externalUserId: 'wm_several', name: '陈先生' },
    memberState: 'several',
    member: null,
    memberCandidates: MEMBERS,
    orders: NO_ORDERS,
  }),
  wm_lost: customerPanel({
    customer: { ...base.customer, externalUserId: 'wm_lost', name: '周周', isFriend: false, stageText: '已流失' },
    followUps: [],
  }),
  wm_idle: customerPanel({
    customer: { ...base.customer, externalUserId: 'wm_idle', name: '孙女士', stageText: '熟客' },
    followUps: [],
  }),
  wm_gap: customerPanel({
    customer: { ...base.customer, externalUserId: 'wm_gap', name: '🌸' },
    followUps: [followUp({ id: 13, externalUserId: 'wm_gap', title: '生日问候', talkTrack: TRACKS[3] ?? null })],
    contactedToday: 1,
    isQuietHours: true,
  }),
  wm_hostile: customerPanel({
    customer: {
      ...base.customer,
      externalUserId: 'wm_hostile',
      name: '<img src=x onerror="document.title=1">',
      remark: '</script><script>document.title=2</script>',
    },
  }),
}

export const GROUP: GroupPanel = {
  nowMs: NOW_MS,
  group: {
    chatId: 'wr_xuhui',
    name: '徐汇店老客福利群',
    storeName: '徐汇店',
    ownerName: '林晓',
    members: 186,
    customers: 179,
    joinedToday: 3,
    leftToday: 1,
    joined7Days: 12,
    left7Days: 4,
    daysSinceLastMessage: 2,
  },
  suggestions: [
    {
      id: 'group-weekend',
      title: '周末到店',
      text: '大家周末好，店里新到羊毛围巾，群里的朋友到店报群名可以试戴拍照。',
      gaps: [],
      isReady: true,
      attachments: [],
    },
    {
      id: 'group-care',
      title: '衣物护理',
      text: '降温了，羊毛衣物怎么洗不缩水，想知道的扣 1。',
      gaps: [],
      isReady: true,
      attachments: [],
    },
  ],
  myCustomers: [
    { externalUserId: 'wm_full', name: '王芳芳' },
    { externalUserId: 'wm_second', name: '李建国' },
  ],
}
