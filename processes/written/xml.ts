// XML read strictly and in one pass, with lines: what is accepted here every parser behind us accepts too, and hostile input costs no more than its length.
import { Cursor, FORBIDDEN } from './cursor.js';

/** An attribute or element name with its namespace; `prefix` as it was written. */
export interface XmlName { uri: string; local: string; prefix: string }
/** `typeName`: what a value such as `xsi:type="bpmn:tFormalExpression"` names, where it is a name. */
export interface XmlAttribute extends XmlName { value: string; typeName?: XmlName }
export interface XmlElement extends XmlName { attributes: XmlAttribute[]; children: (XmlElement | string)[]; line: number }

/** What a file may hold at most: far above any procedure, and low enough that nothing that looks at pairs or ancestors is ever slow. */
export const MOST = { depth: 60, elements: 40_000, attributes: 120, namespaces: 60 };

const NAME = /[\p{L}_][\p{L}\p{N}_.·-]*/uy;
/** Most names are plain; looking for those first is much faster. */
const PLAIN = /[A-Za-z_][A-Za-z0-9_.-]*(?=[\s=/>:])/y;
const SPACE = /[ \t\r\n]*/y;
export const XML_NS = 'http://www.w3.org/XML/1998/namespace';
/** Attributes whose values are names with a prefix. */
const NAMES_A_TYPE = new Set(['type', 'structureRef']);
const XMLNS = 'http://www.w3.org/2000/xmlns/';

type Scope = Map<string, string>;

/** Reads XML. @throws Invalid with one problem whose path is the line */
export function parseXml(given: string): XmlElement {
  return new Reader(given.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')).document();
}

/** A reader that walks over the text once; it holds no stack but its own, so that nesting breaks nothing. */
class Reader extends Cursor {
  private count = 0;

  document(): XmlElement {
    const forbidden = FORBIDDEN.exec(this.text);
    if (forbidden) this.fail('文件里有不能显示的控制字符（例如 NUL），请删去', forbidden.index);
    if (this.text.startsWith('<?xml')) this.past('?>', '文件开头的 XML 声明没有结束');
    this.misc();
    if (this.text[this.at] !== '<') this.fail(this.text.trim() === '' ? '文件是空的' : '这不是 XML 文件：应以 < 开头');
    const root = this.elements();
    this.misc();
    if (this.at < this.text.length) this.fail('文件末尾有多余的内容，请删去');
    return root;
  }

  /** Comments, instructions and space outside the root. */
  private misc(): void {
    for (;;) {
      this.match(SPACE);
      if (this.text.startsWith('<!--', this.at)) this.comment();
      else if (this.text.startsWith('<?', this.at)) this.past('?>', '处理指令没有结束');
      else if (this.text.startsWith('<!', this.at)) this.doctype();
      else return;
    }
  }

  private doctype(): never {
    return this.fail('文件里有文档类型声明（<!DOCTYPE>）或实体、外部引用，出于安全不接受。请删去这些声明再导入');
  }

  private comment(): void {
    this.past('-->', '注释没有结束，缺少 -->');
  }

  private elements(): XmlElement {
    const open: { element: XmlElement; scope: Scope; written: string }[] = [];
    for (;;) {
      const top = open.at(-1);
      if (!this.text.startsWith('<', this.at)) {
        if (this.at >= this.text.length) this.fail(`文件不完整：<${top!.written}>（第 ${top!.element.line} 行）没有结束标签`);
        this.add(top!.element, this.characters());
      } else if (this.text.startsWith('<!--', this.at)) this.comment();
      else if (this.text.startsWith('<![CDATA[', this.at)) {
        this.at += 9;
        this.add(top!.element, this.past(']]>', 'CDATA 没有结束，缺少 ]]>'));
      } else if (this.text.startsWith('<?', this.at)) this.past('?>', '处理指令没有结束');
      else if (this.text.startsWith('<!', this.at)) this.doctype();
      else if (this.text.startsWith('</', this.at)) {
        const start = this.at;
        this.at += 2;
        const name = this.qualified('结束标签');
        this.match(SPACE);
        if (this.text[this.at] !== '>') this.fail(`结束标签 </${name}> 没有写完`);
        this.at += 1;
        if (name !== top!.written) this.fail(`结束标签 </${name}> 与第 ${top!.element.line} 行的 <${top!.written}> 不配对`, start);
        open.pop();
        if (open.length === 0) return top!.element;
      } else {
        const { element, scope, written, empty } = this.start(top?.scope ?? new Map([['xml', XML_NS], ['', '']]));
        top?.element.children.push(element);
        if (!empty) open.push({ element, scope, written });
        else if (!top) return element;
        if (open.length > MOST.depth) this.fail(`嵌套超过 ${MOST.depth} 层，不接受`);
      }
    }
  }

  private add({ children }: XmlElement, text: string): void {
    const last = children.length - 1;
    if (typeof children[last] === 'string') children[last] += text;
    else if (text !== '') children.push(text);
  }

  /** Text up to the next tag, its references resolved. */
  private characters(): string {
    const end = this.text.indexOf('<', this.at);
    const from = this.at;
    const raw = this.text.slice(from, end === -1 ? this.text.length : end);
    const made = this.resolve(raw, from);
    this.at = from + raw.length;
    return made;
  }

  private name(): string {
    return this.match(PLAIN) || this.match(NAME);
  }

  private qualified(what: string): string {
    const first = this.name();
    if (!first) this.fail(`${what}的名称写得不对`);
    if (this.text[this.at] !== ':') return first;
    this.at += 1;
    const second = this.name();
    return second ? `${first}:${second}` : this.fail(`${what}的名称写得不对`);
  }

  private start(outer: Scope): { element: XmlElement; scope: Scope; written: string; empty: boolean } {
    const line = this.lineAt(this.at);
    if ((this.count += 1) > MOST.elements) this.fail(`元素超过 ${MOST.elements} 个，不接受`);
    this.at += 1;
    const written = this.qualified('标签');
    const given = new Map<string, string>();
    for (;;) {
      const spaced = this.match(SPACE) !== '';
      const next = this.text[this.at];
      if (next === '>' || next === '/') break;
      if (next === undefined) this.fail(`文件不完整：标签 <${written}> 没有写完`);
      if (!spaced) this.fail(`标签 <${written}> 里的属性之间缺少空格，或写得不对`);
      const name = this.qualified(`标签 <${written}> 里的属性`);
      if (given.has(name)) this.fail(`标签 <${written}> 里的属性 ${name} 重复`);
      if (given.size >= MOST.attributes) this.fail(`标签 <${written}> 的属性超过 ${MOST.attributes} 个，不接受`);
      given.set(name, this.value(written, name));
    }
    const empty = this.text[this.at] === '/';
    if (empty && this.text[this.at + 1] !== '>') this.fail(`标签 <${written}> 没有写完`);
    this.at += empty ? 2 : 1;
    const scope = this.scoped(outer, given);
    const named = this.resolveName(written, scope, true);
    const attributes = [...given].filter(([name]) => name !== 'xmlns' && !name.startsWith('xmlns:')).map(([name, value]) => {
      const attribute: XmlAttribute = { ...this.resolveName(name, scope, false), value };
      return NAMES_A_TYPE.has(attribute.local) && /^[\p{L}_][\p{L}\p{N}_.-]*:[^:]+$/u.test(value) && scope.has(value.slice(0, value.indexOf(':')))
        ? { ...attribute, typeName: this.resolveName(value, scope, true) } : attribute;
    });
    return { element: { ...named, attributes, children: [], line }, scope, written, empty };
  }

  private value(tag: string, name: string): string {
    this.match(SPACE);
    if (this.text[this.at] !== '=') this.fail(`标签 <${tag}> 里的属性 ${name} 没有值`);
    this.at += 1;
    this.match(SPACE);
    const quote = this.text[this.at];
    if (quote !== '"' && quote !== '\'') this.fail(`标签 <${tag}> 里的属性 ${name} 的值没有加引号`);
    this.at += 1;
    const from = this.at;
    const raw = this.past(quote!, `标签 <${tag}> 里的属性 ${name} 的引号没有结束`);
    if (raw.includes('<')) this.fail(`标签 <${tag}> 里的属性 ${name} 的值里有 <，应写成 &lt;`, from);
    return this.resolve(raw.replace(/[\t\n]/g, ' '), from);
  }

  private scoped(outer: Scope, given: Map<string, string>): Scope {
    const declared = [...given].filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
    if (declared.length === 0) return outer;
    const scope = new Map(outer);
    for (const [name, uri] of declared) {
      if (uri === XMLNS || (name !== 'xmlns' && uri === '')) this.fail(`命名空间声明 ${name} 写得不对`);
      scope.set(name === 'xmlns' ? '' : name.slice(6), uri);
    }
    if (scope.size > MOST.namespaces) this.fail(`命名空间超过 ${MOST.namespaces} 个，不接受`);
    return scope;
  }

  private resolveName(written: string, scope: Scope, element: boolean): XmlName {
    const colon = written.indexOf(':');
    const prefix = colon === -1 ? '' : written.slice(0, colon);
    if (colon === -1) return { prefix, local: written, uri: element ? scope.get('')! : '' };
    const uri = scope.get(prefix);
    if (uri === undefined) this.fail(`前缀 ${prefix}: 没有声明命名空间（${written}）`);
    return { prefix, local: written.slice(colon + 1), uri: uri! };
  }
}
