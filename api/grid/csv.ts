// Answering a file of comma-separated values under a Chinese name (RFC 6266).
import type { Response } from 'express';

export function sendCsv(res: Response, name: string, text: string): void {
  res.set({ 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': `attachment; filename="export.csv"; filename*=UTF-8''${encodeURIComponent(name)}`, 'X-Content-Type-Options': 'nosniff' }).send(text);
}
