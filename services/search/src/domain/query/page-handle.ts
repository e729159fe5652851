/** Whose page an address is, on a site that gives people handles. */
export interface PageHandle {
  readonly site: 'linkedin' | 'github';
  /** Lower case. */
  readonly handle: string;
}

/**
 * The handle in an address of somebody's own page, however it is spelled: country hosts, mobile prefixes, what follows the handle, percent
 * signs, and LinkedIn's old `/pub/<name>/<c>/<b>/<a>`, which is `/in/<name>-<a><b><c>` today. Undefined for any other text.
 */
export function toPageHandle(address: string): PageHandle | undefined {
  const url = URL.parse(/^https?:\/\//i.test(address) ? address : `https://${address}`);
  const segments = url?.pathname.split('/').map(decode).filter((segment) => segment !== '') ?? [];
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return undefined;
  }
  if (/(^|\.)linkedin\.com$/.test(url.hostname)) {
    const [first = '', handle = '', c = '', b = '', a = ''] = /^(mwlite|m|comm)$/i.test(segments[0] ?? '') ? segments.slice(1) : segments;
    if (/^in$/i.test(first) && handle !== '') {
      return { site: 'linkedin', handle: handle.toLowerCase() };
    }
    return /^pub$/i.test(first) && a !== '' ? { site: 'linkedin', handle: `${handle}-${a}${b}${c}`.toLowerCase() } : undefined;
  }
  const [login, ...below] = segments;
  return /^(www\.)?github\.com$/.test(url.hostname) && login !== undefined && below.length === 0 ? { site: 'github', handle: login.toLowerCase() } : undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment).normalize('NFC').trim();
  } catch {
    return segment;
  }
}
