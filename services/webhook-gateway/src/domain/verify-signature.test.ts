import { createHmac } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { isSigned, isTimely, type SignedHeaders } from './verify-signature';

/** The API reference's golden vector (§7.4). */
const key = Buffer.from('HeBVky2bccvvkcXPimH8c');
const body = Buffer.from('{"job_id":"jid","candidate_id":"cid"}');
const headers: SignedHeaders = { timestamp: '1574080897', eventId: '123', eventName: 'application.created', eventVersion: 'v201910', link: '<http://smartrecruiters.com/endpoint>; rel=self' };
const digest = '2e9291f10d44ca10204a4cd81b05d73b6a316b2b605d4e2e0e0b37b40198ce1f';

const sign = (with_: Buffer) => createHmac('sha256', with_).update(`${headers.timestamp}.${body.toString()}.${headers.eventId}.${headers.eventName}.${headers.eventVersion}.${headers.link}`).digest('hex');

describe('a signature', () => {
  it('is accepted for the golden vector of the API reference', () => {
    expect(isSigned(`v1=${digest}`, headers, body, [key])).toBe(true);
  });

  it('is accepted when any of several is by any of several live keys, unknown schemes among them', () => {
    const keys = ['one', 'two', 'three'].map((text) => Buffer.from(text));
    fc.assert(
      fc.property(fc.shuffledSubarray([...keys], { minLength: 1 }), fc.shuffledSubarray(keys, { minLength: 1 }), fc.constantFrom(';', '; '), (signing, live, separator) => {
        const header = ['v2=abc', ...signing.map((one) => `v1=${sign(one)}`), 'v1='].join(separator);
        expect(isSigned(header, headers, body, live)).toBe(signing.some((one) => live.includes(one)));
      }),
    );
  });

  it('is refused after any change of one byte of the body', () => {
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(body);
        changed[at] = (changed[at] ?? 0) ^ flip;
        expect(isSigned(`v1=${digest}`, headers, changed, [key])).toBe(false);
      }),
    );
  });

  it('is refused after any change of one character of a header or of itself', () => {
    const names = ['timestamp', 'eventId', 'eventName', 'eventVersion', 'link'] as const;
    const other = fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), other, (name, pick, character) => {
        const changed = replaceAt(headers[name], pick, character);
        fc.pre(changed !== headers[name]);
        expect(isSigned(`v1=${digest}`, { ...headers, [name]: changed }, body, [key])).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.nat(), other, (pick, character) => {
        const changed = replaceAt(digest, pick, character);
        fc.pre(changed !== digest);
        expect(isSigned(`v1=${changed}`, headers, body, [key])).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['', 'v1=', `v1=${digest.slice(2)}`, `v1=${digest}00`, `v1=${digest}zz`, `v1=${digest.toUpperCase()}`, `V1=${digest}`, `sha256=${digest}`, digest])('is refused when it is %j', (signature) => {
    expect(isSigned(signature, headers, body, [key])).toBe(false);
  });

  it('is refused when there is no key', () => {
    expect(isSigned(`v1=${sign(Buffer.alloc(0))}`, headers, body, [])).toBe(false);
  });

  it('covers the raw bytes of a header that is not ASCII', () => {
    const link = '<https://x/é>';
    const message = Buffer.concat([Buffer.from('1.'), body, Buffer.from(`.1.e.v.${link}`, 'latin1')]);
    expect(isSigned(`v1=${createHmac('sha256', key).update(message).digest('hex')}`, { timestamp: '1', eventId: '1', eventName: 'e', eventVersion: 'v', link }, body, [key])).toBe(true);
  });
});

describe('a timestamp', () => {
  const now = Date.parse('2026-06-15T12:00:00Z');
  const seconds = (ms: number) => String(Math.floor((now + ms) / 1_000));
  const [minute, day] = [60_000, 86_400_000];

  it.each([
    ['now', seconds(0), true],
    ['8 days ago: the first attempt of a retried delivery', seconds(-8 * day), true],
    ['longer ago', seconds(-8 * day - 1_000), false],
    ['5 minutes ahead', seconds(5 * minute), true],
    ['further ahead', seconds(5 * minute + 1_000), false],
    ['in milliseconds', String(now), false],
    ['absent', '', false],
    ['no number', '1e9', false],
    ['negative', '-1', false],
    ['padded', ' 1574080897', false],
  ])('%s is in range or not', (_what, timestamp, expected) => {
    expect(isTimely(timestamp, now)).toBe(expected);
  });
});

function replaceAt(text: string, pick: number, character: string): string {
  const at = pick % text.length;
  return `${text.slice(0, at)}${character}${text.slice(at + 1)}`;
}
