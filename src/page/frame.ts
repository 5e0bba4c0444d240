// A whole page around what is its own: what a browser is told before the first word, and what people write in.
import { readFileSync } from 'node:fs';
import type { RequestHandler } from 'express';

export interface Head {
  /** Where the page asks: `/m/api/`. */
  api: string;
  /** Where its files are: `/m/page`. */
  files: string;
  title: string;
  /** Stylesheets, by their names in `css/`. */
  styles: string[];
  /** Its script, by its name in `js/`. */
  script: string;
  /** It shows cards. */
  hasCards: boolean;
  /** No search engine is to keep it. */
  isUnlisted: boolean;
}

const COMPOSER = `<form id="composer" class="composer">
  <label for="say" class="unseen">Write to Convenor</label>
  <textarea id="say" rows="1" placeholder="Type help, or an answer" autocomplete="off" maxlength="20000"></textarea>
  <button type="submit" class="primary">Send</button>
</form>`;

/** Answer with a page: the file holds its body, in which `<!-- composer -->` stands for the box that people write in. */
export function pageOf(file: string, head: Head): RequestHandler {
  const html = framed(readFileSync(file, 'utf8').replace('<!-- composer -->', COMPOSER), head);
  return (_request, response) => {
    response.type('html').send(html);
  };
}

function framed(body: string, { api, files, title, styles, script, hasCards, isUnlisted }: Head): string {
  const lines = [
    '<meta charset="utf-8" />',
    '<meta name="viewport" content="width=device-width, initial-scale=1" />',
    '<meta name="color-scheme" content="light dark" />',
    ...(isUnlisted ? ['<meta name="robots" content="noindex, nofollow" />'] : []),
    `<title>${title}</title>`,
    `<link rel="icon" href="${files}/icon.svg" type="image/svg+xml" />`,
    ...styles.map((name) => `<link rel="stylesheet" href="${files}/css/${name}.css" />`),
    ...(hasCards ? [`<script src="${files}/adaptivecards.js" defer></script>`] : []),
    `<script src="${files}/js/${script}.js" type="module"></script>`,
  ];
  return `<!doctype html>
<html lang="en-GB" data-api="${api}">
<head>
${lines.join('\n')}
</head>
<body>
${body.trimEnd()}
</body>
</html>
`;
}
