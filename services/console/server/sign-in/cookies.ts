import { randomBytes } from 'node:crypto';

import { type Request, type Response } from 'express';

import { isOverHttps } from '../http/own-origin';

/** `session`: who is signed in, sealed. `visitor`: random; tells one browser from another, for form tokens. */
export type CookieName = 'session' | 'visitor';

export function readCookie(request: Request, name: CookieName): string | undefined {
  const prefix = `${fullName(request, name)}=`;
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length);
}

/** Without `expiresAtMs` the cookie goes when the browser is closed. */
export function setCookie(request: Request, response: Response, name: CookieName, value: string, expiresAtMs?: number): void {
  const expires = expiresAtMs === undefined ? {} : { expires: new Date(expiresAtMs) };
  response.cookie(fullName(request, name), value, { ...attributes(request), ...expires });
}

export function removeCookie(request: Request, response: Response, name: CookieName): void {
  response.clearCookie(fullName(request, name), attributes(request));
}

/** The browser's visitor cookie; a new one where it has none. */
export function ensureVisitor(request: Request, response: Response): string {
  const known = readCookie(request, 'visitor');
  if (known !== undefined && known !== '') {
    return known;
  }
  const visitor = randomBytes(16).toString('base64url');
  setCookie(request, response, 'visitor', visitor);
  return visitor;
}

/** Over https the prefix makes browsers refuse the cookie from sibling hosts and from plain http. */
function fullName(request: Request, name: CookieName): string {
  return `${isOverHttps(request.headers) ? '__Host-' : ''}secondlook_${name}`;
}

function attributes(request: Request) {
  return { httpOnly: true, sameSite: 'strict', secure: isOverHttps(request.headers), path: '/' } as const;
}
