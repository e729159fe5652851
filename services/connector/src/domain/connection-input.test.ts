import { describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '@secondlook/kit';
import fc from 'fast-check';

import { parseBaseUrl, parseDisplayName, parseToken } from './connection-input';
import { parseTenantId } from './tenant-id';

describe('a credential', () => {
  it('is used without the spaces and line ends it was pasted with', () => {
    expect(parseToken(' \tDCRA1-2f\r\n\n')).toBe('DCRA1-2f');
  });

  it.each(['', ' \n', 'two words', 'DCRÄ', 'a\0b', 'x'.repeat(4_097)])('is refused when it cannot be one: %j', (text) => {
    expect(() => parseToken(text)).toThrow(InvalidInputError);
  });

  it('is never quoted in the refusal', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }).filter((text) => text.trim().includes(' ')), (text) => {
        expect(() => parseToken(text)).toThrow('token: must be one word of printable ASCII');
      }),
    );
  });
});

describe('a base address', () => {
  it.each([
    ['https://api.smartrecruiters.com/', 'https://api.smartrecruiters.com'],
    [' http://127.0.0.1:8080/ats// ', 'http://127.0.0.1:8080/ats'],
  ])('%j is %j', (text, url) => {
    expect(parseBaseUrl(text)).toBe(url);
  });

  it.each(['', 'api.smartrecruiters.com', 'ftp://x', 'file:///etc/passwd', 'javascript:alert(1)', 'https://user:pw@x', 'https://x/?a=b', 'https://x/#a'])('is refused: %j', (text) => {
    expect(() => parseBaseUrl(text)).toThrow(InvalidInputError);
  });
});

describe('a display name', () => {
  it('is trimmed, may be empty, and has its limit', () => {
    expect([parseDisplayName(' Acme '), parseDisplayName('')]).toEqual(['Acme', '']);
    expect(() => parseDisplayName('x'.repeat(201))).toThrow(InvalidInputError);
  });
});

describe('a tenant id', () => {
  it('is safe in names of databases, indices and subjects, and never the shared one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z][a-z0-9-]{1,31}$/)), (text) => {
        const isSafe = /^[a-z][a-z0-9-]{1,31}$/.test(text) && !/\s/.test(text) && text !== 'shared';
        const parse = () => parseTenantId(text);
        if (isSafe) {
          expect(parse()).toBe(text);
        } else {
          expect(parse).toThrow(InvalidInputError);
        }
      }),
    );
    expect(() => parseTenantId('shared')).toThrow(InvalidInputError);
    expect(() => parseTenantId('acme\n')).toThrow(InvalidInputError);
  });
});
