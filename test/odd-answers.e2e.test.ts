import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartKind, type Candidate, type QuarantinedRecord } from '@secondlook/contracts';
import { allPages } from '@secondlook/kit';
import { ACME, canonical, eventually, provision, readWebhooks, startTestStack, waitUntilQuiet, type TestStack } from '@secondlook/testkit';

import { countOf, listPeople, stateOf } from './support/people';

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

  it('kills no service', () => {
    expect([...stack.services].map(([name, service]) => [name, service.restarts()])).toEqual([...stack.services.keys()].map((name) => [name, 0]));
  });
});

function detailOf({ parts }: Candidate): string {
  const json = parts.find(({ kind }) => kind === PartKind.DETAIL)?.json ?? new Uint8Array();
  return json.length === 0 ? '' : canonical(JSON.parse(Buffer.from(json).toString('utf8')));
}
