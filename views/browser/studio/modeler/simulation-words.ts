// The token simulation speaks English from within its code; what it writes on the page is put into Chinese as it appears.
import { speak } from '../rendered-words.js';

const WORDS: Record<string, string> = {
  'Token Simulation': '模拟', 'Toggle Simulation Log': '模拟记录', 'Simulation Log': '模拟记录', 'No Entries': '还没有记录', 'Reset Simulation': '重新开始', 'Play/Pause Simulation': '继续／暂停',
  'Pause Simulation': '暂停', 'Play Simulation': '继续', 'Set Sequence Flow': '换一条出路', 'Trigger Event': '让它发生', 'Add pause point': '在这里停一下', 'Remove pause point': '不再在这里停',
  'Found unsupported elements': '有些元素不能模拟', 'Not supported': '不能模拟', Finished: '走完了', Process: '流程', SubProcess: '子流程', 'Service Task': '自动步骤', 'User Task': '人工任务', 'Call Activity': '子流程调用',
  'Script Task': '脚本任务', 'Business Rule Task': '决策', 'Manual Task': '手工任务', 'Receive Task': '接收任务', 'Send Task': '发送任务', Task: '任务', 'Exclusive Gateway': '互斥网关', 'Parallel Gateway': '并行网关',
  'Inclusive Gateway': '包容网关', 'Start Event': '开始', 'Intermediate Event': '中间事件', 'Boundary Event': '边界事件', 'End Event': '结束', 'Event-based Gateway': '事件网关',
  'Set animation speed = Slow': '慢速', 'Set animation speed = Normal': '常速', 'Set animation speed = Fast': '快速',
};

/** Word by word, and the few sentences that carry a value. */
export const said = (text: string): string => WORDS[text.trim()] ?? text
  .replace(/^Focus process instance (.*)$/, '只看实例 $1').replace(/^Process (.*) started$/, '流程 $1 开始').replace(/^(Sub)?[Pp]rocess (.*) (finished|canceled)$/, (_, sub, id, how) => `${sub ? '子流程' : '流程'} ${id} ${how === 'finished' ? '走完了' : '中止了'}`)
  .replace(/^(.*) (started|finished|canceled)$/, (_, name, how) => `${WORDS[name] ?? name} ${({ started: '开始', finished: '走完了', canceled: '中止了' } as Record<string, string>)[how]}`);

/** Watches a canvas. @returns how to stop */
export const speakChinese = (canvas: HTMLElement): (() => void) => speak({ where: '[class*="bts-"]', except: '.djs-label', say: said }, canvas);
