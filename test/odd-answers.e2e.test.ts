import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartKind, RecordVerdict, RetryVerdict, type Candidate, type QuarantinedRecord, type Record as SourceRecord } from '@secondlook/contracts';
import { allPages } from '@secondlook/kit';
import { ACME, canonical, eventually, provision, readWebhooks, startTestStack, stateOf, waitUntilQuiet, type TestStack } from '@secondlook/testkit';
import { MongoClient } from 'mongodb';

import { countOf, listPeople } from './support/people';

function nested(depth: number): unknown[] {
  return depth === 0 ? [] : [nested(depth - 1)];
}

const FIVE_MEGABYTES = 'x'.repeat(5 << 20);

/** By name, what an ATS may answer that its documentation does not say. */
const oddities: Readonly<Record<string, unknown>> = {
  'an unknown field': { hologram: { depth: [1, { two: 2 }] } },
  'nulls': { firstName: null, lastName: null, email: null, location: null, web: null, experience: null, education: null, tags: null },
  'numbers for texts': { firstName: 42, lastName: 3.5, email: 7, phoneNumber: 1e300 },
  'texts for objects': { location: 'somewhere', web: 'https://example.com', experience: 'long', education: 'good', tags: 'many' },
  'objects for texts': { firstName: { de: 'Anna' }, email: ['a@example.com'], phoneNumber: {} },
  'lists of the wrong things': { experience: [null, 1, 'x', [], {}], education: [null, { institution: 5 }], tags: [null, {}, 1] },
  'dates that are none': { experience: [{ current: 'maybe', title: 'T', company: 'C', startDate: 'yesterday', endDate: '2020-13-45' }], createdOn: 'long ago' },
  'a change time that is none': { updatedOn: 'not a time' },
  'a change time of the far future': { updatedOn: '9999-12-31T23:59:59.999Z' },
  'a new enum value': { internal: 'MAYBE' },
  'a text of five megabytes': { firstName: FIVE_MEGABYTES },
  'control characters': { firstName: 'A\u0000B\u202eC\ud800D', lastName: '\u0007' },
  'keys that JavaScript knows': { constructor: 'x', toString: 'y', hasOwnProperty: 1, 'a.b': 1, $set: { version: 0 }, '': 'empty' },
  'very deep nesting': { hologram: nested(500) },
};

/** Of an application, and of the job it is for. */
const oddApplications: readonly Record<string, unknown>[] = [
  { status: null },
  { status: 'A_STATUS_OF_NEXT_YEAR', subStatus: 7 },
  { status: FIVE_MEGABYTES },
  { source: { label: FIVE_MEGABYTES }, reasonOfRejection: { label: ['no'] } },
  { hologram: true, applications: 'self' },
];
const oddJobs: readonly Record<string, unknown>[] = [{ title: null }, { title: 12 }, { title: FIVE_MEGABYTES }, { status: 'UNHEARD_OF', refNumber: {} }, { hologram: [] }];

describe('whatever the ATS answers', () => {
  let stack: TestStack;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    stack = await startTestStack({ size: 20 });
    await provision(stack);
    await readWebhooks(stack);
    const control = stack.control(ACME);
    for (const [name, fields] of Object.entries(oddities)) {
      const id = await control.create('/candidates');
      await control.patch(`/candidates/${id}`, fields);
      ids.set(name, id);
    }
    for (const [index, fields] of oddApplications.entries()) {
      const id = await control.create('/candidates', { firstName: 'Applicantia', lastName: `Number${index}`, email: `applicantia${index}@example.com` });
      const jobId = await control.create('/jobs', { title: 'Oddity', status: 'SOURCING' });
      await control.post(`/candidates/${id}/applications`, { jobId, ...fields });
      await control.patch(`/jobs/${jobId}`, oddJobs[index] ?? {});
    }
    await waitUntilQuiet(stack.view(), 180_000);
  }, 400_000);
  afterAll(() => stack.stop(), 60_000);

  async function quarantined(): Promise<QuarantinedRecord[]> {
    const records: QuarantinedRecord[] = [];
    for await (const record of allPages((pageToken) => stack.clients.ingestion.listQuarantine({ pageToken }, stack.as(ACME)), ({ records: page }) => page)) {
      records.push(record);
    }
    return records;
  }

  it.each(Object.keys(oddities))('is mirrored verbatim or quarantined with a reason: %s', async (name) => {
    const id = ids.get(name) ?? '';
    const served = (await stateOf(stack, ACME)).find((line) => line.kind === 'candidate' && line.id === id);
    const mirrored = (await listPeople(stack, ACME)).find(({ externalId }) => externalId === id);
    const setAside = (await quarantined()).filter((record) => record.externalId === id);
    expect(setAside.every(({ reason }) => reason !== '')).toBe(true);
    const verbatim = mirrored !== undefined && canonical(served?.kind === 'candidate' ? served.body : undefined) === detailOf(mirrored);
    expect({ name, verbatim, quarantined: setAside.length > 0 }).toEqual({ name, verbatim: setAside.length === 0, quarantined: !verbatim });
  });

  it('leaves nobody out: those in the ATS are the mirrored and the quarantined', async () => {
    const listed = (await stateOf(stack, ACME)).flatMap((line) => (line.kind === 'candidate' && line.listed ? [line.id] : []));
    const kept = new Set([...(await listPeople(stack, ACME)).map(({ externalId }) => externalId), ...(await quarantined()).map(({ externalId }) => externalId)]);
    expect(listed.filter((id) => !kept.has(id))).toEqual([]);
  });

  it('shows people with odd applications for odd jobs, in an answer of ordinary size', async () => {
    const { hits, totalSize } = await stack.clients.search.searchCandidates({ pageSize: 100 }, stack.as(ACME));
    expect(hits).toHaveLength(totalSize);
    expect(JSON.stringify(hits).length).toBeLessThan(200_000);
    expect(await countOf(stack, ACME, 'applicantia')).toBe(oddApplications.length);
  });

  it('stops nothing: everybody whose details could be kept is found, and a later change too', async () => {
    const complete = (await listPeople(stack, ACME)).filter(({ incomplete }) => !incomplete);
    expect(await countOf(stack, ACME, '')).toBe(complete.length);
    const id = await stack.control(ACME).create('/candidates', { firstName: 'Unimpressed', lastName: 'Afterwards', email: 'unimpressed@example.com' });
    await eventually('a later change is found', () => countOf(stack, ACME, 'unimpressed'), (count) => count === 1);
    await stack.control(ACME).remove(`/candidates/${id}`);
    await eventually('and its deletion', () => countOf(stack, ACME, 'unimpressed'), (count) => count === 0);
  }, 60_000);

  it('leaves nothing set aside of somebody who is deleted', async () => {
    const [record] = (await quarantined()).filter(({ kind }) => kind === 'candidateDetail');
    expect(record).toBeDefined();
    await stack.control(ACME).remove(`/candidates/${record?.externalId ?? ''}`);
    await eventually('it is not in the quarantine any more', quarantined, (records) => records.every(({ externalId }) => externalId !== record?.externalId));
  }, 60_000);

  it('can be tried again by a person: what can be kept by now is released, what cannot stays with its reason', async () => {
    const [before] = await setAsideForSize('roomless');
    expect(before).toMatchObject({ kind: 'application', externalId: 'roomless', partExternalId: 'job-roomless', reason: expect.stringContaining('exceed'), attempts: 1, whole: true });
    expect(await retry(before?.quarantineId ?? '')).toMatchObject({ verdict: RetryVerdict.STILL_SET_ASIDE, attempts: 2, reason: before?.reason });
    await ingest(detailOfSize('roomless', 3, 'Roomy'));
    expect(await retry(before?.quarantineId ?? '')).toMatchObject({ verdict: RetryVerdict.RELEASED, attempts: 3, reason: '' });
    expect([await setAsideOf('roomless'), (await personOf('roomless'))?.applications.map(({ jobExternalId }) => jobExternalId)]).toEqual([[], ['job-roomless']]);
    expect(await retry(before?.quarantineId ?? '')).toMatchObject({ verdict: RetryVerdict.NOT_THERE });
    // Of somebody who could not be read at all nothing is here that could be tried.
    await ingest({ ...detailOfSize('unread', 1, ''), unsendableReason: 'the ATS refused it six times' });
    const [torn] = await setAsideOf('unread');
    expect([torn?.whole, await retry(torn?.quarantineId ?? '')]).toMatchObject([false, { verdict: RetryVerdict.NOT_WHOLE, reason: 'the ATS refused it six times', attempts: 1 }]);
    await ingest(deletionOf('roomless'), deletionOf('unread'));
    expect(await setAsideOf('unread')).toEqual([]);
  }, 60_000);

  it('kills no service', () => {
    expect([...stack.services].map(([name, service]) => [name, service.restarts()])).toEqual([...stack.services.keys()].map((name) => [name, 0]));
  });

  it('is tried again by the first start of a release that understands more', async () => {
    const [before] = await setAsideForSize('outdated');
    await ingest(detailOfSize('outdated', 3, 'Roomy'));
    const mongo = new MongoClient(stack.engines.mongo.url);
    try {
      // As if an earlier release had judged it.
      const { matchedCount } = await mongo.db(`ingestion_${ACME}`).collection<{ _id: string }>('quarantine').updateOne({ _id: before?.quarantineId ?? '' }, { $set: { interpretationVersion: 0 } });
      expect(matchedCount).toBe(1);
    } finally {
      await mongo.close();
    }
    await stack.services.get('ingestion')?.kill();
    await eventually('it is released', () => setAsideOf('outdated'), (records) => records.length === 0, 60_000);
    expect((await personOf('outdated'))?.applications.map(({ jobExternalId }) => jobExternalId)).toEqual(['job-outdated']);
    await ingest(deletionOf('outdated'));
  }, 120_000);

  /** Records as the connector would send them. */
  async function ingest(...records: Omit<SourceRecord, 'connectionId' | 'source'>[]): Promise<RecordVerdict[]> {
    const { connections } = await stack.clients.connector.listConnections({}, stack.as(ACME));
    const origin = { connectionId: connections[0]?.connectionId ?? '', source: 'smartrecruiters' };
    return (await stack.clients.ingestion.ingestRecords({ records: records.map((record) => ({ ...record, ...origin })) }, stack.as(ACME))).outcomes.map(({ verdict }) => verdict);
  }

  /** Somebody whose application has no room beside their details. */
  async function setAsideForSize(externalId: string): Promise<QuarantinedRecord[]> {
    const json = Buffer.from(JSON.stringify({ status: FIVE_MEGABYTES }));
    const application = { read: { leaseEpoch: 1, readSeq: 2 }, unsendableReason: '', record: { $case: 'application' as const, value: { candidateExternalId: externalId, jobExternalId: `job-${externalId}`, json } } };
    expect(await ingest(detailOfSize(externalId, 1, FIVE_MEGABYTES))).toEqual([RecordVerdict.KEPT]);
    expect(await ingest(application)).toEqual([RecordVerdict.QUARANTINED]);
    return setAsideOf(externalId);
  }

  const setAsideOf = async (externalId: string) => (await quarantined()).filter((record) => record.externalId === externalId);
  const personOf = async (externalId: string) => (await listPeople(stack, ACME)).find((person) => person.externalId === externalId);
  const retry = async (quarantineId: string) => (await stack.clients.ingestion.retryQuarantine({ quarantineIds: [quarantineId] }, stack.as(ACME))).retries[0];
});

function detailOfSize(externalId: string, readSeq: number, firstName: string) {
  const json = Buffer.from(JSON.stringify({ id: externalId, firstName }));
  return { read: { leaseEpoch: 1, readSeq }, unsendableReason: '', record: { $case: 'candidateDetail' as const, value: { candidateExternalId: externalId, json } } };
}

function deletionOf(externalId: string) {
  return { read: undefined, unsendableReason: '', record: { $case: 'candidateDeletion' as const, value: { candidateExternalId: externalId, proof: 'webhook', mergedIntoExternalId: '' } } };
}

function detailOf({ parts }: Candidate): string {
  const json = parts.find(({ kind }) => kind === PartKind.DETAIL)?.json ?? new Uint8Array();
  return json.length === 0 ? '' : canonical(JSON.parse(Buffer.from(json).toString('utf8')));
}
