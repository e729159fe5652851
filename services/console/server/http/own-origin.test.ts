import { describe, expect, it } from '@jest/globals';

import { isForeign, isOverHttps, ownOrigin } from './own-origin';

const host = 'secondlook.example';

describe('our own origin', () => {
  it('is https when the ingress says so, by its first word', () => {
    expect(ownOrigin({ host })).toBe('http://secondlook.example');
    expect(ownOrigin({ host, 'x-forwarded-proto': 'https' })).toBe('https://secondlook.example');
    expect(isOverHttps({ 'x-forwarded-proto': 'HTTPS , http' })).toBe(true);
    expect(isOverHttps({ 'x-forwarded-proto': 'http, https' })).toBe(false);
  });
});

describe('a request', () => {
  it('of our own page is not foreign', () => {
    expect(isForeign('POST', { host, origin: 'http://secondlook.example', 'sec-fetch-site': 'same-origin' })).toBe(false);
    expect(isForeign('GET', { host, 'sec-fetch-site': 'same-origin' })).toBe(false);
  });

  it.each(['cross-site', 'same-site'])('that a page elsewhere made the browser send is foreign: %s', (site) => {
    expect(isForeign('GET', { host, 'sec-fetch-site': site })).toBe(true);
  });

  it('of another origin is foreign also where the browser does not say more', () => {
    expect(isForeign('POST', { host, origin: 'http://evil.example' })).toBe(true);
    expect(isForeign('POST', { host, origin: 'null' })).toBe(true);
    expect(isForeign('POST', { host, origin: 'https://secondlook.example' })).toBe(true);
  });

  it('typed into the address line may ask, but not post', () => {
    expect(isForeign('GET', { host, 'sec-fetch-site': 'none' })).toBe(false);
    expect(isForeign('POST', { host, 'sec-fetch-site': 'none' })).toBe(true);
  });
});
