/**
 * Keys of people's pages on the web: every spelling of an address gives the same key. LinkedIn is the primary identifier, GitHub
 * the second. A key says whose page it is only as far as the page is the person's: see decide.ts.
 */
export interface Identifier {
  /** As in "linkedin:jane-doe-12", "github:janedoe". */
  readonly key: string;
  /** Where it was found, as in "web.linkedin", "resume.pdf page 1". */
  readonly foundIn: string;
}

/** First path segments of github.com that are the site's own, not logins. */
const GITHUB_RESERVED = new Set(
  'about account apps blog codespaces collections contact customer-stories dashboard docs enterprise events explore features gist gists issues join login logout marketplace mobile new notifications open-source orgs organizations pricing pulls readme search security sessions settings showcases signup site sponsors stars status support team teams topics trending users watching wiki'.split(' '),
);

/** The key of an address of somebody's own page; undefined for every other address, company pages included. */
export function toIdentifierKey(address: string): string | undefined {
  const url = parseAddress(address);
  if (url === undefined) {
    return undefined;
  }
  const segments = url.pathname.split('/').map(decodeSegment).filter((segment) => segment !== '');
  if (/(^|\.)linkedin\.com$/.test(url.hostname)) {
    return linkedinKey(segments);
  }
  return /^(www\.)?github\.com$/.test(url.hostname) ? githubKey(segments) : undefined;
}

/** Addresses as people write them: with or without scheme, with punctuation of the sentence around them. */
function parseAddress(address: string): URL | undefined {
  const trimmed = address.trim().replace(/^[<("'[]+|[>)"'\],.;:!?]+$/g, '');
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  return url !== null && /^https?:$/.test(url.protocol) ? url : undefined;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment).normalize('NFC').trim();
  } catch {
    return segment;
  }
}

/** `/in/<handle>`, also below mobile prefixes; `/pub/<name>/<c>/<b>/<a>` is the legacy form of `/in/<name>-<a><b><c>`. */
function linkedinKey(segments: readonly string[]): string | undefined {
  const [first = '', ...rest] = /^(mwlite|m|comm)$/i.test(segments[0] ?? '') ? segments.slice(1) : segments;
  const [handle = '', c, b, a] = rest;
  if (/^in$/i.test(first) && isHandle(handle)) {
    return `linkedin:${handle.toLowerCase()}`;
  }
  if (/^pub$/i.test(first) && isHandle(handle) && a !== undefined && b !== undefined && c !== undefined) {
    return `linkedin:${`${handle}-${a}${b}${c}`.toLowerCase()}`;
  }
  return undefined;
}

function isHandle(handle: string): boolean {
  return handle.length >= 2 && handle.length <= 120 && /^[\p{L}\p{M}\p{N}_.~-]+$/u.test(handle);
}

/** `/<login>`: anything below it is a repository, which may be somebody else's. */
function githubKey([login = '', ...rest]: readonly string[]): string | undefined {
  const isLogin = /^[a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38}$/i.test(login) && !GITHUB_RESERVED.has(login.toLowerCase());
  return isLogin && rest.length === 0 ? `github:${login.toLowerCase()}` : undefined;
}

/**
 * The site's name and what follows up to the end of an address. What stands before is looked at apart: a pattern that begins with
 * it takes quadratic time on long words.
 */
const ADDRESS_IN_TEXT = /(?:linkedin|github)\.com\/(?:[^\s<>"'()[\]{}|,;•·]|(?<=-|\.com\/|\/in\/)\r?\n(?=[\p{L}\p{N}%]))*/giu;
const LONGEST_BEFORE = 64;
/** A scheme, subdomains; another word, as in notlinkedin.com or me@github.com, is another address. */
const BEFORE_SITE = /(?:^|[^a-z0-9.@_-])(?:[a-z0-9-]+\.)*$/iu;

/**
 * The keys of all addresses in running text, in order. Extracted text breaks addresses at the ends of lines: one that cannot end
 * there, after a hyphen or before the name, goes on in the next line. The hyphen stays: it may be the handle's own.
 */
export function findIdentifierKeys(text: string): string[] {
  const found = [...text.matchAll(ADDRESS_IN_TEXT)]
    .filter(({ index }) => BEFORE_SITE.test(text.slice(Math.max(0, index - LONGEST_BEFORE), index)))
    .map(([address]) => toIdentifierKey(address.replaceAll(/\r?\n/g, '')));
  return [...new Set(found.filter((key) => key !== undefined))];
}
