// Prints what to do next once the system is ready: where it is, and who can sign in.

// Chinese characters take two columns in a terminal.
const width = (text) => [...text].reduce((sum, char) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(char) ? 2 : 1), 0);
const pad = (text, columns) => text + ' '.repeat(Math.max(0, columns - width(text)));

/** @param {string[][]} rows @returns {string[]} */
function table(rows) {
  const columns = rows[0].map((_, index) => Math.max(...rows.map((row) => width(row[index] ?? ''))));
  return rows.map((row) => `  ${row.map((cell, index) => pad(cell ?? '', columns[index])).join('   ')}`.trimEnd());
}

/**
 * @param {{ url: string, signIns: { account: string, password: string, name: string, role: string, unit?: string }[] }} ready @returns {string}
 */
export function welcome({ url, signIns }) {
  const lines = ['', `  联动 Liandong 已就绪 is ready:  ${url}`, ''];
  if (signIns.length) {
    // One password for all need not be read forty times.
    const shared = signIns.length > 1 && signIns.every(({ password }) => password === signIns[0].password);
    const cells = ({ account, password, name, role, unit }) => [account, ...(shared ? [] : [password]), name, role, unit].map((cell) => String(cell ?? ''));
    const head = cells({ account: '账号 account', password: '密码 password', name: '姓名 name', role: '岗位 role', unit: '单位 unit' });
    lines.push(`  演示账号 demo sign-ins${shared ? `, 密码都是 all with the password ${signIns[0].password}` : ''}`, ...table([head, ...signIns.map(cells)]), '');
  }
  lines.push('  Ctrl-C 结束 ends it.', '');
  return lines.join('\n');
}
