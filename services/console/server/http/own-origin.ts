import { type IncomingHttpHeaders } from 'node:http';

/**
 * TLS ends at the ingress, which says so. A browser cannot be made to send this header to us by a foreign page, and whoever sends
 * it by other means changes only what is said to themselves.
 */
export function isOverHttps(headers: IncomingHttpHeaders): boolean {
  const [protocol] = [headers['x-forwarded-proto'] ?? ''].flat().join(',').split(',');
  return protocol?.trim().toLowerCase() === 'https';
}

/** The origin under which the browser knows us. */
export function ownOrigin(headers: IncomingHttpHeaders): string {
  return `${isOverHttps(headers) ? 'https' : 'http'}://${headers.host ?? ''}`;
}

/** A request that another site made the browser send. Browsers too old for Sec-Fetch-Site are left to SameSite cookies. */
export function isForeign(method: string, headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  // `none` is the person's own doing: an address typed or a bookmark, which never post.
  const isOwnSite = site === undefined || site === 'same-origin' || (site === 'none' && method !== 'POST');
  return !isOwnSite || (headers.origin !== undefined && headers.origin !== ownOrigin(headers));
}
