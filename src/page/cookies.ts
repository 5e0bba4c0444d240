import type { Request } from 'express';

/** The value of a cookie that came with a request. */
export function cookieOf(request: Request, name: string): string | undefined {
  const all = (request.headers.cookie ?? '').split(';').map((part) => part.trim());
  return all.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);
}
