// Which process a number stands for: a process id alone may meanwhile belong to somebody else, so its start and its command are kept with it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

function fromProc(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the name in parentheses and may hold spaces; the state is the 3rd field, the start (ticks since boot) the 22nd.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z') return '';
  return `${fields[19]} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()}`;
}

function fromWindows(pid) {
  const query = `Get-CimInstance Win32_Process -Filter "ProcessId=${pid}" | ForEach-Object { "$($_.CreationDate.Ticks) $($_.CommandLine)" }`;
  return execFileSync('powershell', ['-NoProfile', '-Command', query], { encoding: 'utf8', windowsHide: true }).trim();
}

/** What tells this process from any other that ever had or will have its number; '' when there is none.
 * @param {number} pid @returns {string} */
export function identity(pid) {
  try {
    if (process.platform === 'linux') return fromProc(pid);
    if (process.platform === 'win32') return fromWindows(pid);
    return execFileSync('ps', ['-o', 'lstart=,command=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

/** Is the process that was noted still running?
 * @param {{ pid: number, identity: string } | undefined} noted @returns {boolean} */
export function stillRuns(noted) {
  return Boolean(noted?.pid && noted.identity) && identity(noted.pid) === noted.identity;
}

const nap = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Ends a process that an earlier start left behind: asks it, and after the grace period kills it.
 * @param {{ pid: number, identity: string }} noted @param {number} grace milliseconds
 */
export async function endLeftOver(noted, grace) {
  if (!stillRuns(noted)) return;
  process.kill(noted.pid, 'SIGTERM');
  for (let waited = 0; waited < grace; waited += 50) {
    await nap(50);
    if (!stillRuns(noted)) return;
  }
  if (stillRuns(noted)) process.kill(noted.pid, 'SIGKILL');
  while (stillRuns(noted)) await nap(20);
}
