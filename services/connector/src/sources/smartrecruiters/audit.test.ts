import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { smartrecruiters } from '.';
import { AtsRefusedError, AtsUnavailableError, UnexpectedAnswerError } from '../errors';
import { type AtsRequest } from '../source';

const FEED = '/audit-api/v201910/audit-events';
const eventDate = '2026-01-01T10:00:00.000Z';
const since = new Date('2026-01-01T09:00:00Z');

/** Reads a page of a feed that answers this; an error is thrown. Other paths answer by `others`, or 404. */
async function read(answer: unknown, { others = {}, withChanges = false, seen = [] }: { others?: Record<string, unknown>; withChanges?: boolean; seen?: string[] } = {}) {
  const requests: AtsRequest[] = [];
  const page = await smartrecruiters.audit.listPage({ cursor: 'p1', since, withChanges, isSeen: (id) => seen.includes(id) }, async (request) => {
    requests.push(request);
    const found = request.path === FEED ? answer : (others[request.path] ?? 404);
    if (found instanceof Error) {
      throw found;
    }
    const status = typeof found === 'number' ? found : 200;
    return Promise.resolve({ status, headers: { date: 'Thu, 01 Jan 2026 10:00:05 GMT' }, body: Buffer.from(JSON.stringify(found)), truncated: false, read: { leaseEpoch: 1, readSeq: 1 } });
  });
  return { page, requests };
}

async function requestsOf(event: object, more?: Parameters<typeof read>[1]) {
  const { page, requests } = await read({ content: [{ id: 'e1', eventDate, ...event }] }, more);
  return { asked: page === 'not_permitted' ? page : page.events.flatMap((one) => one.requests), calls: requests.length };
}

describe('the audit feed', () => {
  it.each([
    [{ eventName: 'CANDIDATE_DELETED', entityId: 'c1' }, [{ action: 'delete', kind: 'candidate', externalId: 'c1' }]],
    [{ eventName: 'JOB_DELETED', entityId: 'j1', context: { jobName: 'x' } }, [{ action: 'delete', kind: 'job', externalId: 'j1' }]],
    [
      { eventName: 'CANDIDATE_DELETED_DUE_TO_MERGE', entityId: 'c1', context: { masterProfileId: 'c2' } },
      [{ action: 'delete', kind: 'candidate', externalId: 'c1', mergedInto: 'c2' }, { action: 'read', kind: 'candidate', externalId: 'c2' }],
    ],
    [{ eventName: 'CANDIDATE_DELETED_DUE_TO_MERGE', entityId: 'c1' }, [{ action: 'delete', kind: 'candidate', externalId: 'c1', mergedInto: undefined }]],
    [{ eventName: 'CANDIDATE_PROFILE_UPDATED_DUE_TO_MERGE', entityId: 'c2', context: { mergedProfileId: 'c1' } }, [{ action: 'read', kind: 'candidate', externalId: 'c2' }]],
    [{ eventName: 'CANDIDATE_TAGS_MODIFIED', entityId: 'c1' }, [{ action: 'read', kind: 'candidate', externalId: 'c1' }]],
    [{ eventName: 'SOMETHING_NEW', entityId: 'c1' }, []],
    [{ eventName: 'CANDIDATE_DELETED' }, []],
  ])('%j asks for %j, at no further call', async (event, asked) => {
    expect(await requestsOf(event)).toEqual({ asked, calls: 1 });
  });

  it('looks up whose an application is: once per page, and never for an event that was seen', async () => {
    const others = { '/job-applications-api/v202112/job-applications/a1': { profileId: 'c9' } };
    const moved = { eventName: 'JOB_APPLICATION_STATE_MODIFIED', entityType: 'APPLICATION', entityId: 'a1' };
    expect(await requestsOf(moved, { others })).toEqual({ asked: [{ action: 'read', kind: 'candidate', externalId: 'c9' }], calls: 2 });
    expect(await requestsOf(moved, { others, seen: ['e1'] })).toEqual({ asked: [], calls: 1 });
    const twice = await read({ content: ['e1', 'e2'].map((id) => ({ id, eventDate, ...moved })) }, { others });
    expect(twice.requests).toHaveLength(2);
    for (const refusal of [404, new AtsRefusedError(403, '', '/x')]) {
      expect((await requestsOf(moved, { others: { '/job-applications-api/v202112/job-applications/a1': refusal } })).asked).toEqual([]);
    }
  });

  it('is asked by name for what lists do not show, and for changes where nobody else tells of them', async () => {
    const namesOf = async (withChanges: boolean) => (await read({ content: [] }, { withChanges })).requests[0]?.query?.['eventName'];
    expect(await namesOf(false)).toEqual(['CANDIDATE_DELETED', 'CANDIDATE_DELETED_DUE_TO_MERGE', 'CANDIDATE_PROFILE_UPDATED_DUE_TO_MERGE', 'JOB_DELETED']);
    expect(await namesOf(true)).toContain('JOB_APPLICATION_CREATED');
    expect((await read({ content: [] })).requests[0]?.query).toMatchObject({ eventDateAfter: since.toISOString(), nextPageId: 'p1', limit: '100' });
  });

  it('says when it was asked, by the ATS’s clock, and leaves out what has no id or date', async () => {
    const content = [null, 'odd', { id: 'e1', eventName: 'CANDIDATE_DELETED', entityId: 'c1' }, { id: 7, eventDate }, { id: 'e2', eventDate: 'soon' }];
    expect((await read({ content, nextPageId: 'p2' })).page).toEqual({ events: [], next: 'p2', askedTime: new Date('2026-01-01T10:00:05Z') });
  });

  it('that the credential may not read is not permitted; what cannot be understood is an error, and never an empty page', async () => {
    expect((await read(new AtsRefusedError(403, '', FEED))).page).toBe('not_permitted');
    await expect(read(new AtsUnavailableError('unreachable', 'no'))).rejects.toThrow(AtsUnavailableError);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom<unknown>(400, 404, {}, [], { content: {} }), fc.string()), async (answer) => {
        await expect(read(answer)).rejects.toThrow(UnexpectedAnswerError);
      }),
    );
  });
});
