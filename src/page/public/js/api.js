// Where the page's interface is: each page says it of itself.
const BASE = document.documentElement.dataset.api;

/** What the page could not do, in a sentence for the person. */
export class Trouble extends Error {}

const NO_ANSWER =
  'Convenor does not answer. Check that it is still running, then try again; what you typed is still here.';

/** Read from the page's interface. */
export function get(path) {
  return fetched(path, { headers: { accept: 'application/json' } });
}

/** Do something, once: a retry after a broken connection has the same key and gets the first answer. */
export async function post(path, body, key = crypto.randomUUID()) {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(path === 'clock' ? body : { ...body, key }),
  };
  try {
    return await fetched(path, request);
  } catch (error) {
    if (error.message !== NO_ANSWER || path === 'clock') throw error;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return fetched(path, request);
  }
}

async function fetched(path, request) {
  let response;
  try {
    response = await fetch(`${BASE}${path}`, request);
  } catch {
    throw new Trouble(NO_ANSWER);
  }
  const body = await response.json().catch(() => ({}));
  // A fault that Convenor itself tells has an outcome, and stands in the chat.
  if (response.ok || body.outcome !== undefined) return body;
  throw Object.assign(new Trouble(body.error ?? `The answer was ${response.status}. Try again.`), {
    status: response.status,
  });
}
