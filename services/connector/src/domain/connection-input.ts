import { InvalidInputError } from '@secondlook/kit';

const MAX_TOKEN_LENGTH = 4_096;
const MAX_NAME_LENGTH = 200;

/** The credential as it is used: people paste it with spaces and line ends around it. Its shape is not checked: the ATS knows best. */
export function parseToken(text: string): string {
  const token = text.trim();
  if (token === '' || token.length > MAX_TOKEN_LENGTH || !/^[\x21-\x7e]+$/.test(token)) {
    throw new InvalidInputError([{ field: 'token', description: 'must be one word of printable ASCII' }]);
  }
  return token;
}

/** Root of the ATS's API, without a trailing slash. */
export function parseBaseUrl(text: string): string {
  const url = URL.parse(text.trim());
  if (url === null || !['https:', 'http:'].includes(url.protocol) || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new InvalidInputError([{ field: 'base_url', description: 'must be an http(s) address without user, query or fragment' }]);
  }
  return url.href.replace(/\/+$/, '');
}

export function parseDisplayName(text: string): string {
  const name = text.trim();
  if (name.length > MAX_NAME_LENGTH) {
    throw new InvalidInputError([{ field: 'display_name', description: `must have at most ${MAX_NAME_LENGTH} characters` }]);
  }
  return name;
}
