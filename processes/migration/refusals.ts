// What the engine says when it refuses to migrate, in words for people.

const known: [RegExp, string][] = [
  [/concurrent command/, '案件在这一刻正往下走，请稍后再迁移'],
  [/unsupported type/, '案件停在引擎不能迁移的环节上'],
  [/no mapping instruction/, '案件停着的环节在目标版本里没有对应的环节'],
  [/different type|different implementation/, '案件停着的环节在目标版本里是另一种环节'],
  [/flow scope/, '案件停着的环节在目标版本里移到了另一个子流程中'],
  [/boundary events of types/, '案件停着的环节附着了消息以外的事件'],
  [/event subprocess/, '其中一个版本有事件子流程'],
  [/subscribe/, '案件等待的消息在两个版本里冲突'],
];

/** The engine's refusal in Chinese; what is not known keeps the engine's own words behind it. */
export function refusalWords(message: string): string {
  const found = known.find(([pattern]) => pattern.test(message));
  return found ? `引擎没有接受：${found[1]}` : `引擎没有接受（${message}）`;
}
