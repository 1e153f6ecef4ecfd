// Which decision tables are refused: no DMN, another engine's, or without a decision.
import { DMN } from '../written/dmn.js';
import { everyElement, isElement, value } from '../written/order.js';
import type { XmlElement } from '../written/xml.js';
import { refuseIds, refuseOtherEngine, type Refusal } from './refusal.js';

/** Why a file of tables is refused; empty: it is not. */
export function refuseTable(root: XmlElement): Refusal[] {
  if (!DMN.includes(root.uri) || root.local !== 'definitions') return [{ line: root.line, message: `这不是决策表（DMN）：文件以 <${root.local}> 开头` }];
  const other = refuseOtherEngine(root);
  if (other.length > 0) return other;
  const decisions = root.children.filter(isElement).filter(({ uri, local }) => uri === root.uri && local === 'decision');
  if (decisions.length === 0) return [{ line: root.line, message: '文件里没有决策，请至少画一张决策表' }];
  const unnamed = decisions.find((one) => !value(one, 'id'));
  if (unnamed) return [{ line: unnamed.line, message: '决策没有编号，请填写决策编号' }];
  return refuseIds(everyElement(root).filter(({ uri }) => uri === root.uri));
}
