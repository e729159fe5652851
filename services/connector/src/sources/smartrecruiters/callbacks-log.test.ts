import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { smartrecruiters } from '.';
import { AtsRefusedError, UnexpectedAnswerError } from '../errors';
import { type AtsCall, type AtsRequest } from '../source';

const since = new Date('2026-01-01T09:00:00Z');

/** An ATS that answers everything alike; an error is thrown, a number is a status. */
function createAts(answer: unknown, headers: Record<string, string> = {}) {
  const requests: AtsRequest[] = [];
  const call: AtsCall = (request) => {
    requests.push(request);
    return answer instanceof Error
      ? Promise.reject(answer)
      : Promise.resolve({ status: typeof answer === 'number' ? answer : 200, headers, body: Buffer.from(JSON.stringify(answer)), truncated: false, read: { leaseEpoch: 1, readSeq: 1 } });
  };
  return { call, requests };
}

describe('a webhook subscription', () => {
  it.each([
    [{ status: 'active' }, 'active'],
    [{ status: 'inactive' }, 'suspended'],
    [{ status: 'suspended' }, 'suspended'],
    [{ status: 'something new' }, 'suspended'],
    [404, 'missing'],
    [new AtsRefusedError(403, '', '/x'), 'not_permitted'],
  ])('that reads %j is %s', async (answer, state) => {
    expect((await smartrecruiters.webhooks.check(createAts(answer).call, 's1')).state).toBe(state);
  });

  it('says what it is subscribed to', async () => {
    const eventsOf = async (events: unknown) => (await smartrecruiters.webhooks.check(createAts({ status: 'active', events }).call, 's1')).events;
    expect(await eventsOf([{ name: 'job.updated', version: 'v1' }, null, {}, 'odd'])).toEqual(['job.updated']);
    expect(await eventsOf('odd')).toBeUndefined();
  });

  it('that answers nothing of the kind is an error', async () => {
    for (const answer of [[], 500, 'odd']) {
      await expect(smartrecruiters.webhooks.check(createAts(answer).call, 's1')).rejects.toThrow(UnexpectedAnswerError);
    }
  });
});

describe('the log of failed deliveries', () => {
  const list = async (answer: unknown, headers?: Record<string, string>) => {
    const { call, requests } = createAts(answer, headers);
    return { page: await smartrecruiters.webhooks.listFailed({ subscriptionId: 's1', cursor: 'p1', since }, call), requests };
  };
  const line = (eventId: string, headers: object = { 'event-id': eventId, 'event-name': 'candidate.updated' }) => ({ status: 'failed', requestDetails: { url: 'https://x', body: '{"id":"c1"}', headers } });

  it('names each delivery once, however often it was tried and however headers are spelled', async () => {
    const { page, requests } = await list([line('e1'), line('e2', { 'Event-Id': 'e2', 'Event-Name': 'job.updated' }), line('e1')], { date: 'Thu, 01 Jan 2026 10:00:05 GMT', link: '</x?page_id=p2%3D>; rel="next"' });
    const body = Buffer.from('{"id":"c1"}');
    expect(page).toEqual({ deliveries: [{ eventId: 'e1', eventName: 'candidate.updated', body }, { eventId: 'e2', eventName: 'job.updated', body }], next: 'p2=', askedTime: new Date('2026-01-01T10:00:05Z') });
    expect(requests).toEqual([{ path: '/webhooks-api/v201907/subscriptions/s1/callbacks-log', query: { limit: '100', callbackStatus: 'failed', after: since.toISOString(), page_id: 'p1' } }]);
  });

  it('leaves out what names no event', async () => {
    expect((await list([null, {}, { requestDetails: {} }, line('e1', {}), { requestDetails: { headers: { 'event-id': 'e', 'event-name': 'n' } } }])).page.deliveries).toEqual([]);
  });

  it('that cannot be understood is an error, never an empty page', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom<unknown>(404, 400, {}, { content: [] }), fc.string()), async (answer) => {
        await expect(list(answer)).rejects.toThrow(UnexpectedAnswerError);
      }),
    );
  });
});
