// The audit's page: begins a verification, shows how far it is, and shows its result when it is done.
import './lib/send-form.js';

const ASK_MS = 1_500;

async function follow(): Promise<void> {
  const response = await fetch('/api/audit/chain', { headers: { accept: 'application/json', 'x-liandong-background': '1' } });
  if (!response.ok) return;
  const { running } = await response.json() as { running?: { seq: number; of: number } };
  if (!running) return location.reload();
  document.querySelector('[data-how-far]')!.textContent = `正在校验：${running.seq} / ${running.of}`;
}

if (document.querySelector('[data-verifying]')) setInterval(() => void follow().catch(() => undefined), ASK_MS);
