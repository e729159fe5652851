import { describe, expect, it } from '@jest/globals';
import { Capability, VerificationOutcome, type Record as SourceRecord } from '@secondlook/contracts';
import fc from 'fast-check';

import { smartrecruiters } from '.';
import { type ImportScope } from '../../domain/import-scope';
import { AtsRefusedError, AtsUnavailableError, UnexpectedAnswerError } from '../errors';
import { type KnownConsent } from '../../store/due-reads';
import { type AtsAnswer, type AtsRequest, type Reading } from '../source';

type Answer = unknown;

const AUDIT = '/audit-api/v201910/audit-events';
const APPLICATION = '/job-applications-api/v202112/job-applications/00000000-0000-4000-8000-000000000000';

/** An ATS that answers by path: an error is thrown, a number is a status, anything else is the JSON of a 200. Counts reads from 1. */
function createAts(answers: Readonly<Record<string, Answer>>) {
  const requests: AtsRequest[] = [];
  const call = async (request: AtsRequest): Promise<AtsAnswer> => {
    requests.push(request);
    const answer = request.path in answers ? answers[request.path] : 404;
    if (answer instanceof Error) {
      throw answer;
    }
    const status = typeof answer === 'number' ? answer : 200;
    const body = Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer));
    return Promise.resolve({ status, headers: {}, body, truncated: false, read: { leaseEpoch: 1, readSeq: requests.length } });
  };
  return { call, requests };
}

const refused = (status: 401 | 403, code = '') => new AtsRefusedError(status, code, '/x');

describe('a page of a list', () => {
  const page = (body: Answer) => smartrecruiters.listPage('candidates', { cursor: 'p2', changedSince: new Date('2026-01-01T00:00:00Z'), scope: {} }, createAts({ '/candidates': body }).call);

  it('names what can be named, whatever else is in it', async () => {
    const content = [{ id: 'c1', updatedOn: '2026-02-01T00:00:00Z' }, { id: 'c2', updatedOn: 7 }, { id: '' }, { id: 3 }, null, 'odd', { name: 'x' }];
    expect(await page({ content, nextPageId: 'p3', totalFound: 9 })).toEqual({
      kind: 'candidate',
      entities: [{ externalId: 'c1', updatedTime: new Date('2026-02-01T00:00:00Z') }, { externalId: 'c2', updatedTime: undefined }],
      next: 'p3',
      total: 9,
    });
  });

  it('says what the list has of a consent, and where it was read', async () => {
    const { entities } = await page({ content: [{ id: 'c1', consent: { status: 'PENDING' } }, { id: 'c2', consent: 'odd' }] });
    expect(entities).toEqual([{ externalId: 'c1', updatedTime: undefined, consent: { json: '{"status":"PENDING"}', read: { leaseEpoch: 1, readSeq: 1 } } }, { externalId: 'c2', updatedTime: undefined }]);
  });

  it('is the last one without a next page id, however long it is', async () => {
    expect((await page({ content: [] })).next).toBeUndefined();
    expect((await page({ content: [], nextPageId: '' })).next).toBeUndefined();
  });

  it('that cannot be understood is an unexpected answer, never an empty page', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom<Answer>(500, 204, '{"content":[', '', { content: {} }, {}), fc.jsonValue().filter((value) => typeof value !== 'number' && !(typeof value === 'object' && value !== null && 'content' in value))), async (body) => {
        await expect(page(body)).rejects.toThrow(UnexpectedAnswerError);
      }),
    );
  });

  it('of jobs is sorted by id on every page, or paging would lose some', async () => {
    const ats = createAts({ '/jobs': { content: [] } });
    await smartrecruiters.listPage('jobs', { cursor: 'p2', changedSince: undefined, scope: { sinceYear: 2024, jobExternalIds: ['j1'] } }, ats.call);
    expect(ats.requests).toEqual([{ path: '/jobs', query: { limit: '100', pageId: 'p2', updatedAfter: undefined, sort: 'job_id' } }]);
  });
});

describe('an import scope', () => {
  const asked = async (stream: string, changedSince: string | undefined, scope: ImportScope) => {
    const ats = createAts({ '/candidates': { content: [], totalFound: 7 } });
    await smartrecruiters.listPage(stream, { cursor: undefined, changedSince: changedSince === undefined ? undefined : new Date(changedSince), scope }, ats.call);
    return ats.requests[0]?.query;
  };

  it('limits the list of candidates, to the later of its year and what a pass wants, and to its jobs', async () => {
    const scope = { sinceYear: 2025, jobExternalIds: ['j1', 'j2'] };
    expect(await asked('candidates', undefined, scope)).toEqual({ limit: '100', pageId: undefined, updatedAfter: '2025-01-01T00:00:00.000Z', jobId: ['j1', 'j2'] });
    expect(await asked('candidates', '2026-03-01T00:00:00Z', scope)).toMatchObject({ updatedAfter: '2026-03-01T00:00:00.000Z' });
    expect(await asked('candidates', '2024-03-01T00:00:00Z', scope)).toMatchObject({ updatedAfter: '2025-01-01T00:00:00.000Z' });
    expect(await asked('candidates', undefined, {})).toEqual({ limit: '100', pageId: undefined, updatedAfter: undefined });
  });

  it('is counted by one short call, which the ATS answers with a figure or not at all', async () => {
    const ats = createAts({ '/candidates': { content: [], totalFound: 7 } });
    expect(await smartrecruiters.importing?.count({ jobExternalIds: ['j1'] }, ats.call)).toBe(7);
    expect(ats.requests).toEqual([{ path: '/candidates', query: { limit: '1', updatedAfter: undefined, jobId: ['j1'] } }]);
    for (const odd of [500, '<html>', {}, { totalFound: '7' }]) {
      await expect(smartrecruiters.importing?.count({}, createAts({ '/candidates': odd }).call)).rejects.toThrow(UnexpectedAnswerError);
    }
  });

  it('can name the jobs that the ATS lists, page by page', async () => {
    const page = { content: [{ id: 'j1', title: 'Cook', refNumber: 'R1', status: 'SOURCING' }, { id: 'j2' }, { title: 'nobody’s' }, 'odd'], nextPageId: 'p2', totalFound: 3 };
    expect(await smartrecruiters.importing?.listJobs({ cursor: undefined, limit: 4 }, createAts({ '/jobs': page }).call)).toEqual({
      jobs: [{ externalId: 'j1', title: 'Cook', reference: 'R1', status: 'SOURCING' }, { externalId: 'j2', title: '', reference: '', status: '' }],
      next: 'p2',
      total: 3,
    });
  });
});

describe('the verification of a credential', () => {
  const good = { '/configuration/company': { identifier: 'acme', name: 'Acme' }, '/jobs': {}, '/candidates': {}, '/webhooks-api/v201907/subscriptions': [], [AUDIT]: { content: [] } };
  const verify = (answers: Readonly<Record<string, Answer>>, capabilities = [Capability.REDISCOVERY]) => smartrecruiters.verify(createAts({ ...good, ...answers }).call, capabilities);

  it('says whose account it is and what is granted', async () => {
    expect(await verify({})).toMatchObject({ outcome: VerificationOutcome.OK, companyIdentifier: 'acme', companyName: 'Acme', message: 'The token works.', checks: Array.from({ length: 6 }, () => ({ granted: true })) });
  });

  it('tells a bad token from a missing permission, which it names', async () => {
    expect(await verify({ '/configuration/company': refused(401) })).toMatchObject({ outcome: VerificationOutcome.BAD_TOKEN, checks: [] });
    expect(await verify({ '/candidates': refused(403), '/configuration/company': refused(403) })).toMatchObject({ outcome: VerificationOutcome.MISSING_PERMISSION, message: expect.stringContaining('configuration_read, candidates_read') });
  });

  it.each([
    ['webhooks_read', { '/webhooks-api/v201907/subscriptions': refused(403) }, 'instead of by polling'],
    ['audit_events_read', { [AUDIT]: refused(403) }, 'the role of an administrator'],
    ['audit_events_read', { [AUDIT]: 404 }, 'deletions and merges'],
    ['job_applications_read', { [APPLICATION]: refused(403) }, 'whose application changed'],
  ])('is good without %s, which is not required, and says what is lost', async (permission, answers, lost) => {
    const { outcome, checks, message } = await verify(answers);
    expect(outcome).toBe(VerificationOutcome.OK);
    expect(checks.filter(({ granted }) => !granted).map((check) => check.permission)).toEqual([permission]);
    expect(message).toContain(lost);
  });

  it('for exports says what they lack beside the mirror, and asks for what both need once', async () => {
    const both = [Capability.REDISCOVERY, Capability.EXPORT];
    const nobody = '/candidates/00000000-0000-4000-8000-000000000000';
    const outcomes = async (create: Answer, remove: Answer) => {
      const ats = createAts({ ...good, [nobody]: remove });
      const call = (request: AtsRequest) => (request.method === 'POST' && create instanceof Error ? Promise.reject(create) : ats.call(request).then((answer) => (request.method === 'POST' ? { ...answer, status: Number(create) } : answer)));
      const { outcome, message, checks } = await smartrecruiters.verify(call, both);
      expect(ats.requests.filter(({ path }) => path === '/jobs')).toHaveLength(1);
      expect(checks.filter(({ permission }) => permission === 'jobs_read').map(({ capability }) => capability)).toEqual(both);
      return { outcome, message, lacking: checks.filter(({ granted }) => !granted).map(({ permission, capability }) => [permission, capability]) };
    };
    expect(await outcomes(400, 404)).toMatchObject({ outcome: VerificationOutcome.OK, lacking: [] });
    expect(await outcomes(400, refused(403))).toMatchObject({ outcome: VerificationOutcome.OK, message: expect.stringContaining('candidates_manage (to remove a test candidate again)'), lacking: [['candidates_manage', Capability.EXPORT]] });
    expect(await outcomes(refused(403), 404)).toMatchObject({ outcome: VerificationOutcome.MISSING_PERMISSION, message: expect.stringContaining('candidates_create'), lacking: [['candidates_create', Capability.EXPORT]] });
  });

  it('is not good when something else than this ATS answers', async () => {
    for (const answer of ['<html>', {}, [], 404, 302]) {
      await expect(verify({ '/configuration/company': answer })).rejects.toThrow(UnexpectedAnswerError);
    }
  });

  it.each(['unreachable', 'tls', 'rate_limited', 'host_not_allowed'] as const)('leaves it to the caller to say that the ATS is %s', async (reason) => {
    await expect(verify({ '/jobs': new AtsUnavailableError(reason, 'no') })).rejects.toMatchObject({ reason });
  });
});

describe('reading a candidate', () => {
  const detail = { id: 'c1', primaryAssignment: { job: { id: 'j1' } }, secondaryAssignments: [{ job: { id: 'j2' } }] };
  const ats = { '/candidates/c1': detail, '/candidates/c1/jobs/j1': { applicationId: 'a1' }, '/candidates/c1/jobs/j2': { applicationId: 'a2' }, '/candidates/c1/jobs/j1/attachments': { content: [{ id: 'f1', name: 'cv.pdf' }] }, '/candidates/attachments/f1': 'bytes' };

  async function read(answers: Readonly<Record<string, Answer>>, heldBytes: readonly string[] = [], consent?: KnownConsent, isWanted: Reading['isWanted'] = () => Promise.resolve(true)) {
    const { call, requests } = createAts({ ...ats, ...answers });
    const reading: Reading = {
      call,
      isWanted,
      consent,
      notes: new Map(),
      toRecord: (position, record, unsendableReason = '') => ({ read: position, record, unsendableReason, connectionId: 'k', source: 'smartrecruiters' }),
      findMissingBytes: (_candidate, ids) => Promise.resolve(new Set(ids.filter((id) => !heldBytes.includes(id)))),
      putBytes: (_candidate, bytes) => Promise.resolve({ sha256: `sha of ${bytes.toString()}`, sizeBytes: bytes.length }),
    };
    const records = await smartrecruiters.read('candidate', 'c1', reading);
    return records === 'not_wanted' ? { records: undefined, notWanted: true, requests } : { records, notWanted: false, requests };
  }

  const kinds = (records: readonly SourceRecord[] | undefined) => records?.map(({ record }) => record?.$case);
  const listed = (records: readonly SourceRecord[] | undefined) =>
    (records ?? []).flatMap(({ record }) => (record?.$case === 'applicationList' ? [record.value.jobExternalIds] : record?.$case === 'attachmentList' ? [record.value.attachmentExternalIds] : []));

  it('gives details, applications, attachments and the complete lists, which carry the lowest read position', async () => {
    const { records } = await read({});
    expect(kinds(records)).toEqual(['candidateDetail', 'application', 'application', 'applicationList', 'attachment', 'attachmentList']);
    expect(listed(records)).toEqual([['j1', 'j2'], ['f1']]);
    const positionOf = (kind: string) => (records ?? []).filter(({ record }) => record?.$case === kind).map(({ read: position }) => position?.readSeq ?? 0);
    expect([...positionOf('applicationList'), ...positionOf('attachmentList'), ...positionOf('candidateDetail')]).toEqual([1, 1, 1]);
    expect(Math.min(...positionOf('application'), ...positionOf('attachment'))).toBeGreaterThan(1);
  });

  it('is undefined when the ATS has none', async () => {
    expect((await read({ '/candidates/c1': 404 })).records).toBeUndefined();
  });

  it('ends with the details when the candidate is not wanted, by what they say of it', async () => {
    const told: unknown[] = [];
    const judge: Reading['isWanted'] = (id, facts) => {
      told.push([id, facts]);
      return Promise.resolve(false);
    };
    const { notWanted, requests } = await read({ '/candidates/c1': { ...detail, updatedOn: '2026-02-01T00:00:00Z' } }, [], undefined, judge);
    expect([notWanted, requests.map(({ path }) => path)]).toEqual([true, ['/candidates/c1']]);
    await read({ '/candidates/c1': { ...detail, secondaryAssignments: {} } }, [], undefined, judge);
    expect(told).toEqual([
      ['c1', { updatedTime: new Date('2026-02-01T00:00:00Z'), jobExternalIds: ['j1', 'j2'] }],
      ['c1', { updatedTime: undefined, jobExternalIds: undefined }],
    ]);
  });

  it('fetches no bytes that the mirror holds, and says why it has none where the ATS refuses them', async () => {
    expect((await read({}, ['f1'])).requests.map(({ path }) => path)).not.toContain('/candidates/attachments/f1');
    const attachmentWith = async (answer: Answer) => (await read({ '/candidates/attachments/f1': answer })).records?.find(({ record }) => record?.$case === 'attachment')?.record?.value;
    expect(await attachmentWith('bytes')).toMatchObject({ blobSha256: 'sha of bytes', blobSizeBytes: 5, unavailableReason: '' });
    expect(await attachmentWith(refused(403, 'MALWARE_DETECTED'))).toMatchObject({ blobSha256: '', unavailableReason: 'malware_detected' });
    expect(await attachmentWith(refused(403))).toMatchObject({ unavailableReason: 'not_permitted' });
    expect(await attachmentWith(410)).toMatchObject({ unavailableReason: 'status_410' });
  });

  it('gives the consent with the rest, so that nobody is shown before it is known', async () => {
    const { records } = await read({ '/candidates/c1/consents': { decisions: [] } }, [], { json: '{"status":"PENDING"}', read: { leaseEpoch: 1, readSeq: 0 }, changed: false });
    expect(kinds(records)?.slice(0, 3)).toEqual(['candidateDetail', 'consentStatus', 'consentDecisions']);
  });

  it('leaves out of the list an application that the ATS denies a moment later', async () => {
    expect(listed((await read({ '/candidates/c1/jobs/j2': 404 })).records)).toEqual([['j1'], ['f1']]);
  });

  it('reads the rest when the credential may not see one part, and then removes no attachment', async () => {
    const { records } = await read({ '/candidates/c1/jobs/j2/attachments': refused(403), '/candidates/c1/jobs/j1': refused(403) });
    expect(kinds(records)).toEqual(['candidateDetail', 'application', 'applicationList', 'attachment']);
    expect(listed(records)).toEqual([['j1', 'j2']]);
  });

  it('removes nothing because of an answer that it does not understand', async () => {
    for (const odd of [{ ...detail, secondaryAssignments: {} }, { ...detail, primaryAssignment: 'odd' }, { ...detail, secondaryAssignments: [{ job: null }] }, 'not JSON']) {
      expect(kinds((await read({ '/candidates/c1': odd })).records)).toEqual(['candidateDetail']);
    }
    for (const odd of [{}, { content: null }, { content: [{ id: 'f1' }, { id: 7 }] }, { content: ['odd'] }]) {
      expect(kinds((await read({ '/candidates/c1/jobs/j1/attachments': odd })).records)).not.toContain('attachmentList');
    }
  });

  it('reads with no assignment at all: nothing is applied for', async () => {
    expect(listed((await read({ '/candidates/c1': { id: 'c1', primaryAssignment: null } })).records)).toEqual([[], []]);
  });
});

describe('sending a test candidate', () => {
  const { exporting } = smartrecruiters;
  const { email, lastName } = exporting.identify('m1');
  const send = (answer: Answer) => exporting.send('j1', 'm1', createAts({ '/jobs/j1/candidates': answer }).call);

  it('creates somebody at the job whose name, address and tag say that it is a test, and bear the mark', async () => {
    const ats = createAts({ '/jobs/j1/candidates': { id: 'c1' } });
    expect(await exporting.send('j1', 'm1', ats.call)).toEqual({ externalId: 'c1' });
    expect(ats.requests).toEqual([{ method: 'POST', path: '/jobs/j1/candidates', body: exporting.identify('m1') }]);
    expect([email, lastName, exporting.identify('m1').tags]).toEqual([expect.stringContaining('m1@example.com'), expect.stringContaining('m1'), ['secondlook-test', 'secondlook-test-m1']]);
  });

  it.each([
    ['a lost answer', new AtsUnavailableError('unreachable', 'no')],
    ['a conflict: somebody of this name and address is there', 409],
    ['an answer without an id', {}],
    ['an answer that is no JSON', '{"id":'],
    ['a redirection', 302],
  ])('may have taken effect after %s', async (_what, answer) => {
    expect(await send(answer)).toBe('unknown');
  });

  it('is refused by a clear answer, which says what to do', async () => {
    expect(await send(refused(403, 'PERMISSION_DENIED'))).toEqual({ refusal: expect.stringMatching(/PERMISSION_DENIED.*candidates_create/) });
    expect(await send(400)).toEqual({ refusal: expect.stringContaining('400') });
  });

  it('finds only who bears the mark, and never takes an odd answer for nobody', async () => {
    const find = (answer: Answer) => exporting.find('m1', createAts({ '/candidates': answer }).call);
    expect(await find({ content: [{ id: 'c0', email: 'x@example.com' }, null, { id: 'c1', email: email.toUpperCase() }] })).toBe('c1');
    expect(await find({ content: [{ id: 'c0', email: 7 }] })).toBeUndefined();
    for (const odd of [500, {}, { content: null }, 'no JSON']) {
      await expect(find(odd)).rejects.toThrow(UnexpectedAnswerError);
    }
  });

  it('tells who is gone from who bears the mark no longer', async () => {
    const look = (answer: Answer) => exporting.look('c1', 'm1', createAts({ '/candidates/c1': answer }).call);
    expect([await look(404), await look({ email }), await look({ email: 'real@example.com' }), await look({})]).toEqual(['gone', 'marked', 'not_marked', 'not_marked']);
  });

  it('is undone where the ATS lets us, and says what to do where it does not', async () => {
    const remove = (answer: Answer) => exporting.remove('c1', createAts({ '/candidates/c1': answer }).call);
    expect([await remove(204), await remove(404)]).toEqual([undefined, undefined]);
    expect(await remove(refused(403))).toContain('candidates_manage');
    expect(await remove(409)).toContain('409');
  });
});

describe('a consent', () => {
  const CONSENTS = '/candidates/c1/consents';
  const single = { decisions: [{ scope: 'Single', status: 'acquired' }] };
  const separated = { decisions: [{ scope: 'SmartRecruit', status: 'acquired' }, { scope: 'SmartCRM', status: 'declined' }] };
  const listed = (status: string, changed = false): KnownConsent => ({ json: JSON.stringify({ status }), read: { leaseEpoch: 1, readSeq: 9 }, changed });

  /** Reads of one worker, one after another: what records each gave, and whether the decisions were asked for. */
  async function readOneByOne(answer: Answer, consents: readonly (KnownConsent | undefined)[]) {
    const notes = new Map<string, string>();
    const read: string[] = [];
    for (const consent of consents) {
      const { call, requests } = createAts({ [CONSENTS]: answer });
      const records = await smartrecruiters.read('consent', 'c1', {
        call,
        consent,
        notes,
        isWanted: () => Promise.reject(new Error('who has a consent is mirrored')),
        toRecord: (position, record, unsendableReason = '') => ({ read: position, record, unsendableReason, connectionId: 'k', source: 'smartrecruiters' }),
        findMissingBytes: () => Promise.reject(new Error('no bytes')),
        putBytes: () => Promise.reject(new Error('no bytes')),
      });
      if (records === 'not_wanted') {
        throw new Error('a consent is always wanted');
      }
      read.push(`${(records?.map(({ record, read: position }) => `${record?.$case ?? ''}@${position?.readSeq ?? 0}`) ?? ['none']).join(' ')}${requests.length === 0 ? '' : ' asked'}`);
    }
    return read;
  }

  it('costs no call where nobody asked the person, or nothing is known of it', async () => {
    expect(await readOneByOne(separated, [listed('REQUIRED'), undefined])).toEqual(['consentStatus@9', '']);
  });

  it('that was asked for may have been refused, which no list says: its decisions are asked for', async () => {
    expect(await readOneByOne(single, [listed('PENDING')])).toEqual(['consentStatus@9 consentDecisions@1 asked']);
  });

  it('that was given says all there is where customers use a single one; where they use several, each decision counts', async () => {
    expect(await readOneByOne(single, [listed('ACQUIRED'), listed('ACQUIRED')])).toEqual(['consentStatus@9 consentDecisions@1 asked', 'consentStatus@9']);
    expect(await readOneByOne(separated, [listed('ACQUIRED'), listed('ACQUIRED')])).toEqual(Array.from({ length: 2 }, () => 'consentStatus@9 consentDecisions@1 asked'));
  });

  it('of which the list says something else than before is asked for, whatever it says', async () => {
    expect(await readOneByOne(single, [listed('ACQUIRED'), listed('REQUIRED', true), listed('ACQUIRED', true)])).toEqual(Array.from({ length: 3 }, () => 'consentStatus@9 consentDecisions@1 asked'));
  });

  it('that the mirror knows from a list before gives the decisions alone', async () => {
    expect(await readOneByOne(single, [{ json: '{"status":"PENDING"}', changed: false }])).toEqual(['consentDecisions@1 asked']);
  });

  it('that the credential may not read leaves what the list says; of somebody who is not there is none', async () => {
    expect(await readOneByOne(refused(403), [listed('PENDING')])).toEqual(['consentStatus@9 asked']);
    expect(await readOneByOne(404, [listed('PENDING')])).toEqual(['none asked']);
  });
});

describe('a webhook event', () => {
  const toRequest = (eventName: string, body: unknown) => smartrecruiters.webhooks.toRequest(eventName, Buffer.from(JSON.stringify(body)));

  it.each([
    ['candidate.updated', { id: 'c1' }, { action: 'read', kind: 'candidate', externalId: 'c1' }],
    ['candidate.deleted', { id: 'c1' }, { action: 'delete', kind: 'candidate', externalId: 'c1' }],
    ['application.status.updated', { job_id: 'j1', candidate_id: 'c1' }, { action: 'read', kind: 'candidate', externalId: 'c1' }],
    ['job.status.updated', { id: 'j1' }, { action: 'read', kind: 'job', externalId: 'j1' }],
    ['job.ad.updated', { job_id: 'j1', job_ad_id: 'x' }, { action: 'read', kind: 'job', externalId: 'j1' }],
    ['offer.created', { id: 'o1' }, { action: 'ignore' }],
    ['candidate.updated', {}, { action: 'ignore' }],
    ['candidate.updated', { id: 7 }, { action: 'ignore' }],
  ])('%s with %j asks for %j', (eventName, body, request) => {
    expect(toRequest(eventName, body)).toEqual(request);
  });

  it('of any name with any body asks for something or for nothing, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array(), (eventName, body) => {
        expect(smartrecruiters.webhooks.toRequest(eventName, body).action).toBe('ignore');
      }),
    );
  });
});

describe('what an answer says of the limits', () => {
  it('is taken only when it makes sense; the candidates list\'s own limit of one at once is not the connection\'s', () => {
    expect(smartrecruiters.readLimits({ 'x-ratelimit-limit': '10', 'x-ratelimit-concurrent-limit': '8' })).toEqual({ callsPerWindow: 10, concurrentCalls: 8 });
    expect(smartrecruiters.readLimits({ 'x-ratelimit-limit': '0', 'x-ratelimit-concurrent-limit': '1' })).toEqual({ callsPerWindow: undefined, concurrentCalls: undefined });
    expect(smartrecruiters.readLimits({ 'x-ratelimit-limit': 'many' })).toEqual({ callsPerWindow: undefined, concurrentCalls: undefined });
  });
});
