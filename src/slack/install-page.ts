// The page on which an installation ends: plain, readable on a phone, with nothing from outside.
import type { Response } from 'express';

export interface Ending {
  status: number;
  title: string;
  words: string[];
  /** Where to begin again. */
  again?: string;
}

const STYLE = `body{font:1.125rem/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
h1{font-size:1.5rem;line-height:1.25}a{color:#14536b}
@media (prefers-color-scheme:dark){body{color:#eee;background:#1b1b1b}a{color:#8fd0ea}}`;

/** Headers for everything on the way of an installation: its addresses hold codes. */
export function keepPrivate(response: Response): Response {
  return response.set({
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy':
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  });
}

/** Show how it ended. */
export function showEnding(response: Response, { status, title, words, again }: Ending): void {
  const paragraphs = words.map((one) => `<p>${asText(one)}</p>`).join('\n');
  const link = again === undefined ? '' : `\n<p><a href="${asText(again)}">Install Convenor in Slack</a></p>`;
  keepPrivate(response)
    .status(status)
    .type('html')
    .send(`<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${asText(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${asText(title)}</h1>
${paragraphs}${link}</main></body></html>
`);
}

function asText(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => names[character]!);
}
