import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { foldJob, type JobDocument, type JobFinding } from './job-document';

const ids = { jobId: 'job-1', connectionId: 'k1', externalId: 'j1' };
const job = (readSeq: number, fields: object = {}): JobFinding => ({ kind: 'record', json: Buffer.from(JSON.stringify({ id: 'j1', ...fields })), read: { leaseEpoch: 1, readSeq }, source: 'smartrecruiters' });
const foldAll = (findings: readonly JobFinding[], start?: JobDocument) => findings.reduce<JobDocument | undefined>((stored, finding) => foldJob(stored, finding, ids).next ?? stored, start);

describe('folding records into a job', () => {
  it('gives the same job for any order and repetition', () => {
    const findings = [job(1, { title: 'A' }), job(2, { title: 'B' }), job(3, { title: 'B' }), job(4, { title: 'C' })];
    fc.assert(
      fc.property(fc.shuffledSubarray(findings, { minLength: findings.length }), fc.shuffledSubarray(findings), (all, again) => {
        expect(foldAll([...all, ...again])).toMatchObject({ fields: { title: 'C' }, record: { read: { readSeq: 4 } } });
      }),
    );
  });

  it('raises only the read position for an equal hash', () => {
    const first = foldAll([job(1, { title: 'A' })]);
    expect(foldJob(first, job(2, { title: 'A' }), ids)).toMatchObject({ changed: false, outcome: 'seen', next: { version: 1, revision: 2, record: { read: { readSeq: 2 } } } });
    expect(foldJob(first, job(1, { title: 'A' }), ids)).toEqual({ next: undefined, changed: false, outcome: 'unchanged' });
  });

  it('sets aside what is no JSON object', () => {
    expect(foldJob(undefined, { ...job(1), kind: 'record', json: Buffer.from('[]'), read: { leaseEpoch: 1, readSeq: 1 }, source: 'smartrecruiters' }, ids)).toEqual({ next: undefined, changed: false, outcome: { quarantined: 'not a JSON object' } });
  });
});

describe('a deleted job', () => {
  it('keeps title and reference for past applications, and nothing else', () => {
    const live = foldAll([job(1, { title: 'Nurse', refNumber: 'R1', status: 'SOURCING', department: { label: 'Ward' }, location: { city: 'Bonn' } })]);
    expect(foldAll([{ kind: 'deletion' }], live)).toEqual({
      _id: 'job-1', version: 2, revision: 2, deleted: true, connectionId: '', externalId: '', fields: { title: 'Nurse', reference: 'R1', status: '', department: '' },
    });
  });

  it('stays deleted, also when it was never seen before', () => {
    const tombstone = foldAll([{ kind: 'deletion' }]);
    expect(tombstone).toMatchObject({ deleted: true, version: 1 });
    expect(foldJob(tombstone, job(99), ids)).toEqual({ next: undefined, changed: false, outcome: 'superseded' });
  });
});
