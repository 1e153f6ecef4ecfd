// Every setting that administrators change while the system runs: ONE list, from which come the check, the page, the API's document and the words of the audit.

export interface Setting<T extends number | string = number | string> {
  name: string; otherwise: T; unit: string;
  /** Why it is so, or what a value means. */
  about?: string;
  /** Bounds of a number; every bound keeps a slip of the hand from opening the doors or shutting everybody out. A time (`HH:mm`, or empty) has none. */
  least?: number; most?: number;
}
export interface SettingGroup { title: string; about?: string; settings: Record<string, Setting> }

const whole = (name: string, least: number, most: number, otherwise: number, unit: string, about?: string): Setting<number> => ({ name, least, most, otherwise, unit, ...(about ? { about } : {}) });
const time = (name: string, about?: string): Setting<string> => ({ name, otherwise: '', unit: '', ...(about ? { about } : {}) });

export const settingGroups = {
  password: { title: '密码', about: '默认值符合等级保护的要求（GB/T 22239—2019 8.1.4.1）。改严以后，现有密码到下次修改时才受约束。', settings: {
    length: whole('至少几位', 8, 64, 8, '位'),
    kinds: whole('至少含几种字符', 1, 4, 3, '种', '大写、小写、数字、符号，四种里至少几种'),
    longLength: whole('多长可以不论种类', 8, 64, 12, '位', '足够长的密码不要求混用字符（NIST SP 800-63B）'),
    history: whole('不能重复最近几次用过的', 0, 10, 5, '次'),
    maxAgeDays: whole('最长用多久', 0, 730, 90, '天', '0 表示不用定期更换'),
    noticeDays: whole('到期前几天提醒', 0, 60, 7, '天'),
  } },
  signIn: { title: '登录失败', settings: { attempts: whole('连续输错几次后暂停登录', 3, 50, 10, '次', '同一账号在同一地址，暂停 10 分钟') } },
  session: { title: '登录状态', settings: {
    idleMinutes: whole('多久不用自动退出', 5, 720, 120, '分钟'),
    absoluteHours: whole('最长多久要重新登录', 1, 24, 12, '小时'),
  } },
  reopening: { title: '重新办理', about: '反映人不满意时可以申请重新办理；评价也在同一期限内。', settings: {
    hours: whole('办结后多久以内', 1, 720, 72, '小时'),
    times: whole('最多几次', 0, 5, 1, '次'),
  } },
  retention: { title: '个人信息保存期限', about: '到期后自动清除姓名、电话、证件号，写下的文字，照片和附件；案件的类别、时间、经办人、结果照常统计（个人信息保护法第十九条、第四十七条）。有诉讼、申诉、归档需要的，在案件页面暂缓。清除后不能恢复。', settings: {
    reporterYears: whole('案件办结后，反映人和相关人员', 1, 30, 3, '年'),
    leaverYears: whole('人员离岗后', 1, 30, 3, '年'),
    registerYears: whole('登记册注销后、走访以后', 1, 30, 3, '年'),
  } },
  audit: { title: '审计', about: '记录只增不改；网络安全法第二十一条要求留存不少于六个月。', settings: {
    days: whole('审计记录保存多久', 190, 3650, 190, '天', '到期后从最早的开始移除，其余的仍可校验'),
  } },
  quiet: { title: '默认免打扰时段', about: '给还没有设置过通知方式的人预先填好；每个人可以自己改，紧急的事不受限制。', settings: {
    from: time('从', '留空表示没有'), to: time('到'),
  } },
} as const satisfies Record<string, SettingGroup>;

type Widened<T> = T extends number ? number : string;
/** The values of all settings, by group and name. */
export type SettingValues = { [G in keyof typeof settingGroups]: { [K in keyof (typeof settingGroups)[G]['settings']]: (typeof settingGroups)[G]['settings'][K] extends Setting<infer T> ? Widened<T> : never } };
