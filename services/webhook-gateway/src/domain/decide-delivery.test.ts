import { createHmac } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { decideDelivery, type CallbackRequest, type KnownCallback } from './decide-delivery';

const now = Date.parse('2026-06-15T12:00:00Z');
const key = Buffer.from('signing key');
const idle: KnownCallback = { signingKeys: [key], activationPendingUntil: undefined };
const pending: KnownCallback = { signingKeys: [], activationPendingUntil: new Date(now + 1_000) };

function signed(body: string | Buffer, changes: Record<string, string> = {}): CallbackRequest {
  const bytes = Buffer.from(body);
  const headers: Record<string, string> = { 'smartrecruiters-timestamp': String(now / 1_000), 'event-id': 'e-1', 'event-name': 'job.updated', 'event-version': 'v1', ...changes };
  const signature = createHmac('sha256', key)
    .update(Buffer.concat([Buffer.from(`${headers['smartrecruiters-timestamp'] ?? ''}.`), bytes, Buffer.from(`.${headers['event-id'] ?? ''}.${headers['event-name'] ?? ''}.v1.${headers['link'] ?? ''}`, 'latin1')]))
    .digest('hex');
  return { body: bytes, headers: { ...headers, 'smartrecruiters-signature': `v1=${signature}` } };
}

describe('a delivery', () => {
  it('that is signed, timely and a JSON object is kept, with or without a Link header', () => {
    expect(decideDelivery(signed('{"id":"j1"}'), idle, now)).toEqual({ action: 'keep', eventId: 'e-1', eventName: 'job.updated' });
    expect(decideDelivery(signed('{"id":"j1"}', { link: '<https://x>; rel="self"' }), idle, now)).toMatchObject({ action: 'keep' });
  });

  it.each([
    [404, 'an unknown callback', signed('{}'), undefined],
    [401, 'no signature', { body: Buffer.from('{}'), headers: { 'smartrecruiters-timestamp': String(now / 1_000), 'event-id': 'e', 'event-name': 'n' } }, idle],
    [401, 'a callback that has no keys yet', signed('{}'), { ...idle, signingKeys: [] }],
    [401, 'an old timestamp, however well signed', signed('{}', { 'smartrecruiters-timestamp': '1574080897' }), idle],
    [400, 'no event id', signed('{}', { 'event-id': '' }), idle],
    [400, 'an event id with spaces', signed('{}', { 'event-id': 'a b' }), idle],
    [400, 'an event id that is too long', signed('{}', { 'event-id': 'x'.repeat(201) }), idle],
    [400, 'no event name', signed('{}', { 'event-name': '' }), idle],
    [400, 'a body that is no JSON', signed('{'), idle],
    [400, 'a body that is no object', signed('[1]'), idle],
    [400, 'no body', signed(''), idle],
  ])('gets %d for %s', (status, _what, request, callback) => {
    expect(decideDelivery(request, callback, now)).toMatchObject({ action: 'refuse', status });
  });

  it('is answered for any bytes and headers; a refusal is short and holds nothing of them', () => {
    const names = ['smartrecruiters-timestamp', 'smartrecruiters-signature', 'event-id', 'event-name', 'event-version', 'link', 'x-hook-secret'];
    const headers = fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.string({ minLength: 5 }), fc.constant(String(now / 1_000)), fc.array(fc.string())));
    fc.assert(
      fc.property(fc.uint8Array(), headers, fc.constantFrom(undefined, idle, pending), (bytes, given, callback) => {
        const body = Buffer.from(bytes);
        const decision = decideDelivery({ body, headers: given }, callback, now);
        expect(decision.action).not.toBe('keep');
        if (decision.action === 'refuse') {
          expect([400, 401, 403, 404]).toContain(decision.status);
          expect(decision.reason.length).toBeLessThan(60);
          expect(decideDelivery({ body: Buffer.alloc(0), headers: given }, callback, now)).toEqual(decision);
        }
      }),
    );
  });
});

describe('the handshake', () => {
  const asking = { body: Buffer.alloc(0), headers: { 'x-hook-secret': 's3cret' } };

  it('has its secret echoed while an activation is pending, body or not', () => {
    expect(decideDelivery(asking, pending, now)).toEqual({ action: 'echo', secret: 's3cret' });
    expect(decideDelivery({ ...asking, body: Buffer.from('anything') }, pending, now)).toEqual({ action: 'echo', secret: 's3cret' });
  });

  it.each([
    ['no activation was begun', idle, 's3cret'],
    ['it has run out', { ...pending, activationPendingUntil: new Date(now) }, 's3cret'],
    ['the secret could split the header', pending, 's3\r\ncret'],
    ['the secret is too long', pending, 'x'.repeat(201)],
  ])('is refused when %s', (_what, callback, secret) => {
    expect(decideDelivery({ body: Buffer.alloc(0), headers: { 'x-hook-secret': secret } }, callback, now)).toMatchObject({ action: 'refuse', status: 403 });
  });
});
