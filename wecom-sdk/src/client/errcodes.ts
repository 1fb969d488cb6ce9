/** What a caller can do about a failed call: at once (with backoff), after a while, or not at all. */
export type RetryClass = 'now' | 'later' | 'never'

/** Stable names for what an errcode means to us; several codes share one. */
export type WeComMeaning =
  | 'busy'
  | 'conflict'
  | 'config'
  | 'user_unknown'
  | 'token_invalid'
  | 'oauth_code_invalid'
  | 'bad_request'
  | 'group_gone'
  | 'department_unknown'
  | 'tag_unknown'
  | 'jsapi_ticket'
  | 'customer_unknown'
  | 'member_not_ready'
  | 'quota_used_up'
  | 'content_refused'
  | 'no_target'
  | 'welcome_over'
  | 'welcome_busy'
  | 'dispatching'
  | 'media_gone'
  | 'task_over'
  | 'rate_limited'
  | 'too_large'
  | 'no_permission'
  | 'out_of_scope'
  | 'ip_refused'
  | 'no_relation'
  | 'transfer_refused'
  | 'feature_off'
  | 'unknown'

export interface ErrcodeClass {
  meaning: WeComMeaning
  retry: RetryClass
}

type Row = [meaning: WeComMeaning, retry: RetryClass, codes: number[]]

// Only -1 and what WeCom says will pass by itself may be retried: everything else would eat the quota of all.
const rows: Row[] = [
  ['busy', 'now', [-1]],
  ['conflict', 'later', [6000]],
  ['token_invalid', 'later', [40014, 41001, 42001]],
  ['rate_limited', 'later', [45009, 45033]],
  ['welcome_busy', 'now', [41096]],
  ['dispatching', 'later', [41063]],
  ['welcome_over', 'never', [41050, 41051, 41053]],
  ['no_relation', 'never', [84061]],
  ['user_unknown', 'never', [40003, 46004, 60111]],
  ['customer_unknown', 'never', [40096]],
  ['group_gone', 'never', [40050, 49008, 90511]],
  ['department_unknown', 'never', [40066, 60003, 60123]],
  ['tag_unknown', 'never', [40068, 40070]],
  ['conflict', 'never', [40071]],
  ['jsapi_ticket', 'never', [40093, 42012]],
  ['oauth_code_invalid', 'never', [40029, 42022, 84014, 84015]],
  ['config', 'never', [40001, 40013, 40056, 40091, 43012, 50001, 50003, 80001, 85005, 301042, 660001]],
  ['ip_refused', 'never', [60020]],
  ['no_permission', 'never', [48002, 48006, 301002, 701008]],
  ['out_of_scope', 'never', [50002, 60011, 60021, 84074, 84083, 84084]],
  ['member_not_ready', 'never', [40097, 40098, 41054]],
  ['quota_used_up', 'never', [40126, 41094, 41095, 610001]],
  ['content_refused', 'never', [40201, 85002]],
  ['no_target', 'never', [41048, 81013, 82001]],
  ['task_over', 'never', [41093]],
  ['too_large', 'never', [40032, 45001, 45002, 45029, 81017, 82002, 82003]],
  ['media_gone', 'never', [40007]],
  ['bad_request', 'never', [40031, 40035, 40058, 40063, 41006, 41064, 41065, 41080, 41088, 84025]],
  ['transfer_refused', 'never', [90500, 90501, 90502, 90503, 90504, 90505, 90506, 90507, 90508, 90509, 90510]],
  ['feature_off', 'never', [301052, 301053]],
]

const classes = new Map<number, ErrcodeClass>(
  rows.flatMap(([meaning, retry, codes]) => codes.map((code): [number, ErrcodeClass] => [code, { meaning, retry }])),
)

/** 1251 codes exist; those not listed are permanent failures worth an alert. Source: the platform's global table. */
export function classifyErrcode(errcode: number): ErrcodeClass {
  return classes.get(errcode) ?? { meaning: 'unknown', retry: 'never' }
}
