// JSON whose brackets stand deeper inside each other than anything a platform sends is refused before it is parsed.
import type { IncomingMessage } from 'node:http';

export const MOST_DEPTH = 32;

/** Whether the text has more brackets inside each other than that; those in strings do not count. */
export function isDeep(json: string): boolean {
  let depth = 0;
  let isText = false;
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (isText) {
      if (character === '\\') index += 1;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > MOST_DEPTH) return true;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return false;
}

/** For a body parser's `verify`: throws, so that it answers with a refusal, for what is too deep or not in UTF-8. */
export function refuseDeep(_request: IncomingMessage, _response: unknown, body: Buffer, encoding: string): void {
  if (encoding !== 'utf-8' || isDeep(body.toString('utf8'))) throw new Error('The JSON is too deep or not in UTF-8.');
}
