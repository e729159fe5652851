import { describe, expect, it } from '@jest/globals';
import { type Record as SourceRecord } from '@secondlook/contracts';
import { InvalidInputError } from '@secondlook/kit';

import { bytesOf, partIdOf, routeRecord } from './route-record';

const read = { leaseEpoch: 1, readSeq: 1 };
const json = Buffer.from('{}');
const of = (record: SourceRecord['record'], more: Partial<SourceRecord> = {}): SourceRecord => ({ record, read, connectionId: 'k1', source: 'smartrecruiters', unsendableReason: '', ...more });

describe('a record', () => {
  it('goes to the entity it is about', () => {
    expect(routeRecord(of({ $case: 'candidateDetail', value: { candidateExternalId: 'c1', json } }), 0)).toMatchObject({ entity: 'candidate', externalId: 'c1' });
    expect(routeRecord(of({ $case: 'attachmentList', value: { candidateExternalId: 'c1', attachmentExternalIds: [] } }), 0)).toMatchObject({ entity: 'candidate', externalId: 'c1' });
    expect(routeRecord(of({ $case: 'job', value: { jobExternalId: 'j1', json } }), 0)).toMatchObject({ entity: 'job', externalId: 'j1' });
    expect(routeRecord(of({ $case: 'referenceList', value: { name: 'sources', json } }), 0)).toMatchObject({ entity: 'reference', externalId: 'sources' });
  });

  it('of a deletion needs no read position: it is final', () => {
    const bare = { read: undefined };
    expect(routeRecord(of({ $case: 'candidateDeletion', value: { candidateExternalId: 'c1', proof: 'webhook', mergedIntoExternalId: '' } }, bare), 0)).toEqual({ entity: 'candidate', externalId: 'c1', finding: { kind: 'deletion', proof: 'webhook' } });
    expect(routeRecord(of({ $case: 'candidateDeletion', value: { candidateExternalId: 'c1', proof: 'audit', mergedIntoExternalId: 'c2' } }, bare), 0)).toMatchObject({ finding: { kind: 'deletion', proof: 'audit', mergedIntoExternalId: 'c2' } });
    expect(routeRecord(of({ $case: 'jobDeletion', value: { jobExternalId: 'j1', proof: 'not_found' } }, bare), 0)).toEqual({ entity: 'job', externalId: 'j1', finding: { kind: 'deletion' } });
  });

  it('that its sender could not send whole is set aside with the sender\'s reason', () => {
    const unsendable = of({ $case: 'candidateDetail', value: { candidateExternalId: 'c1', json } }, { unsendableReason: 'too large' });
    expect(routeRecord(unsendable, 0)).toEqual({ entity: 'none', externalId: 'c1', reason: 'too large' });
  });

  it.each([
    ['no record', of(undefined)],
    ['no connection', of({ $case: 'job', value: { jobExternalId: 'j1', json } }, { connectionId: '' })],
    ['no external id', of({ $case: 'job', value: { jobExternalId: '', json } })],
    ['no read position', of({ $case: 'job', value: { jobExternalId: 'j1', json } }, { read: undefined })],
  ])('that has %s is the sender\'s defect and named by its place in the batch', (_what, record) => {
    expect(() => routeRecord(record, 7)).toThrow(InvalidInputError);
    expect(() => routeRecord(record, 7)).toThrow('records[7]');
  });

  it('keeps its bytes and the name of its part for the quarantine', () => {
    const attachment = of({ $case: 'attachment', value: { candidateExternalId: 'c1', attachmentExternalId: 'f1', json, blobSha256: '', blobSizeBytes: 0, unavailableReason: '' } });
    expect([bytesOf(attachment.record), partIdOf(attachment.record)]).toEqual([json, 'f1']);
    expect(bytesOf({ $case: 'applicationList', value: { candidateExternalId: 'c1', jobExternalIds: [] } })).toHaveLength(0);
  });
});
