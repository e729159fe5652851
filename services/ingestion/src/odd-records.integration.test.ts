import { describe, expect, it } from '@jest/globals';
import { Record as SourceRecord } from '@secondlook/contracts';
import { createFakeDatabase } from '@secondlook/kit/testing';
import fc from 'fast-check';
import { Binary } from 'mongodb';

import { MAX_DOCUMENT_BYTES } from './domain/candidate-document';
import { openIngestion } from './testing/open-ingestion';

/** Goal P7: count in = mirrored + quarantined, whatever comes. A failing record is printed with the seed that replays it. */
const RUNS = 1_000;
const KINDS = ['candidateDetail', 'application', 'attachment', 'job'] as const;

/** Of what the mirror understands, with anything where it is; of anything at all; and of what is no JSON. */
const oddBodies: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 6, arbitrary: fc.dictionary(fc.constantFrom('id', 'firstName', 'lastName', 'email', 'location', 'web', 'experience', 'education', 'tags', 'primaryAssignment', 'secondaryAssignments', 'updatedOn', 'status', 'title', 'contentType'), fc.jsonValue({ depthSize: 'medium' })).map((fields) => Buffer.from(JSON.stringify(fields))) },
  { weight: 2, arbitrary: fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()).map((fields) => Buffer.from(JSON.stringify(fields))) },
  { weight: 2, arbitrary: fc.json().map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.json().map((text) => Buffer.from(text.slice(0, -1))) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 400 }).map((depth) => Buffer.from(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)) },
);
interface Odd {
  readonly kind: (typeof KINDS)[number];
  readonly body: Buffer;
}

const kinds = fc.constantFrom(...KINDS);

/** Each of an entity of its own, so that none is superseded by another. */
function toRecord({ kind, body }: Odd, index: number): SourceRecord {
  const [entity, json] = [`e${index}`, body];
  const base = { connectionId: 'k1', source: 'smartrecruiters', read: { leaseEpoch: 1, readSeq: index + 1 }, unsendableReason: '' };
  switch (kind) {
    case 'candidateDetail':
      return { ...base, record: { $case: kind, value: { candidateExternalId: entity, json } } };
    case 'application':
      return { ...base, record: { $case: kind, value: { candidateExternalId: entity, jobExternalId: 'j', json } } };
    case 'attachment':
      return { ...base, record: { $case: kind, value: { candidateExternalId: entity, attachmentExternalId: 'a', json, blobSha256: '', blobSizeBytes: 0, unavailableReason: 'not_permitted' } } };
    case 'job':
      return { ...base, record: { $case: kind, value: { jobExternalId: entity, json } } };
  }
}

/** What is kept of a source's own words, wherever in a document. */
function verbatimIn(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => (key === 'json' && typeof inner === 'string' ? [inner] : verbatimIn(inner))) : [];
}

async function expectAllKept(odd: readonly Odd[]): Promise<void> {
  const fake = createFakeDatabase();
  const { ingest } = openIngestion(fake, () => Promise.resolve());
  const outcomes = await ingest(odd.map(toRecord));
  const mirrored = new Map([...fake.documents('candidates'), ...fake.documents('jobs')].map((entity) => [entity['externalId'], verbatimIn(entity)]));
  const quarantined = new Map(fake.documents('quarantine').map(({ externalId, record }) => [externalId, record instanceof Binary ? SourceRecord.decode(record.value()).record : undefined]));
  const places = odd.map(({ body }, index) => {
    const setAside = quarantined.get(`e${index}`);
    const isSetAside = setAside !== undefined && 'json' in setAside.value && body.equals(setAside.value.json);
    return [...(mirrored.get(`e${index}`)?.includes(body.toString()) === true ? ['mirrored'] : []), ...(isSetAside ? ['quarantined'] : [])];
  });
  expect(places).toEqual(outcomes.map((outcome) => [typeof outcome === 'string' ? 'mirrored' : 'quarantined']));
}

describe('any odd record', () => {
  it(`is mirrored verbatim or quarantined whole, one of both: ${RUNS} batches`, async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.record({ kind: kinds, body: oddBodies }), { minLength: 1, maxLength: 6 }), expectAllKept), { numRuns: RUNS });
  }, 120_000);

  it('also one that is huge', async () => {
    const lengths = fc.constantFrom(MAX_DOCUMENT_BYTES / 2, MAX_DOCUMENT_BYTES + 1);
    const huge = (length: number) => Buffer.from(JSON.stringify({ firstName: 'x'.repeat(length) }));
    // Drawn by length, so that a failure prints no megabytes.
    const property = fc.asyncProperty(fc.array(fc.record({ kind: kinds, length: lengths }), { minLength: 1, maxLength: 3 }), (odd) => expectAllKept(odd.map(({ kind, length }) => ({ kind, body: huge(length) }))));
    await fc.assert(property, { numRuns: 10 });
  }, 120_000);
});
