import { describe, expect, it } from '@jest/globals';
import { ConsentState, Outcome, TextState, type Decision, type FactSet, type ReadPosition } from '@secondlook/contracts';
import fc from 'fast-check';

import { blobsOf, factsToShow, MAX_DOCUMENT_BYTES, type CandidateDocument } from './candidate-document';
import { foldErasure, foldFindings, type Finding, type FoldContext, type StoredCandidate } from './fold';
import { type CandidateRecord } from './fold-record';
import { createOpaqueIds } from './opaque-id';

const now = new Date('2026-06-15T12:00:00Z');
const context: FoldContext = {
  candidateId: 'candidate-1',
  connectionId: 'connection-1',
  source: 'smartrecruiters',
  externalId: 'c1',
  idOf: createOpaqueIds(Buffer.alloc(32, 7), 'connection-1'),
  now,
};

const at = (readSeq: number, leaseEpoch = 1): ReadPosition => ({ leaseEpoch, readSeq });
const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));
const record = (read: ReadPosition, one: CandidateRecord): Finding => ({ kind: 'record', record: one, read });
const detail = (read: ReadPosition, fields: object = {}): Finding =>
  record(read, { $case: 'candidateDetail', value: { candidateExternalId: 'c1', json: bytesOf({ id: 'c1', ...fields }) } });
const application = (read: ReadPosition, jobExternalId: string, fields: object = {}): Finding =>
  record(read, { $case: 'application', value: { candidateExternalId: 'c1', jobExternalId, json: bytesOf({ applicationId: `a-${jobExternalId}`, ...fields }) } });
const applicationList = (read: ReadPosition, jobExternalIds: string[]): Finding =>
  record(read, { $case: 'applicationList', value: { candidateExternalId: 'c1', jobExternalIds } });
const attachment = (read: ReadPosition, id: string, blobSha256 = `sha-${id}`, unavailableReason = ''): Finding =>
  record(read, {
    $case: 'attachment',
    value: { candidateExternalId: 'c1', attachmentExternalId: id, json: bytesOf({ id, name: `${id}.pdf` }), blobSha256, blobSizeBytes: blobSha256 === '' ? 0 : 9, unavailableReason },
  });
const attachmentList = (read: ReadPosition, attachmentExternalIds: string[]): Finding =>
  record(read, { $case: 'attachmentList', value: { candidateExternalId: 'c1', attachmentExternalIds } });
const consentStatus = (read: ReadPosition, status: string): Finding => record(read, { $case: 'consentStatus', value: { candidateExternalId: 'c1', json: bytesOf({ status }) } });
const consentDecisions = (read: ReadPosition, decisions: Readonly<Record<string, string>>): Finding =>
  record(read, { $case: 'consentDecisions', value: { candidateExternalId: 'c1', json: bytesOf({ decisions: Object.entries(decisions).map(([scope, status]) => ({ scope, status })) }) } });
const refusal = (read: ReadPosition): Finding => record(read, { $case: 'candidateRefusal', value: { candidateExternalId: 'c1' } });
const assignmentsTo = (jobs: readonly string[], status = 'NEW') => {
  const [primary, ...secondary] = jobs.map((id) => ({ job: { id, title: `Job ${id}` }, status }));
  return { ...(primary === undefined ? {} : { primaryAssignment: primary }), secondaryAssignments: secondary };
};
const decision = (version: number, fields: Partial<Decision> = {}): Finding => ({
  kind: 'decision',
  decision: { candidateId: 'candidate-1', version, deleted: false, outcome: Outcome.MATCH, profileId: 'p1', evidence: [], ruleVersion: 'r', inputHash: 'h', decidedTime: now, ...fields },
});
const facts = (version: number, fields: Partial<FactSet> = {}): Finding => ({
  kind: 'facts',
  facts: { candidateId: 'candidate-1', version, deleted: false, profileId: 'p1', facts: [], inputHash: 'h', ...fields },
});

function fold(stored: StoredCandidate | undefined, findings: readonly Finding[]) {
  return foldFindings(stored, findings, context);
}

/** One write per batch, as the store does it. */
function foldBatches(batches: readonly (readonly Finding[])[], start?: StoredCandidate): StoredCandidate | undefined {
  return batches.reduce<StoredCandidate | undefined>((stored, batch) => fold(stored, batch).next ?? stored, start);
}

function open(stored: StoredCandidate | undefined): CandidateDocument {
  if (stored === undefined || stored.deleted) {
    throw new Error('there is no live document');
  }
  return stored;
}

/** What must not depend on the way: all but the counts of writes. */
function meaningOf(stored: StoredCandidate | undefined) {
  return stored === undefined ? undefined : { ...stored, version: 0, revision: 0 };
}

/** A reading of the candidate as the connector does it: details and lists at one position, what they name at later ones. */
interface Reading {
  readonly jobs: readonly string[];
  /** In the details still, but denied a moment later. */
  readonly denied: readonly string[];
  readonly attachments: readonly string[];
  readonly status: string;
}

function toFindings(reading: Reading, start: number): Finding[] {
  const { jobs, denied, attachments, status } = reading;
  const named = [...new Set([...jobs, ...denied])];
  const held = named.filter((id) => !denied.includes(id));
  let seq = start;
  return [
    detail(at(start), { firstName: 'Jo', lastName: status, ...assignmentsTo(named, status) }),
    applicationList(at(start), held),
    attachmentList(at(start), [...attachments]),
    ...held.map((id) => application(at(++seq), id, { status })),
    ...attachments.map((id) => attachment(at(++seq), id)),
  ];
}

const readings = fc
  .array(
    fc.record({
      jobs: fc.uniqueArray(fc.constantFrom('j1', 'j2', 'j3')),
      denied: fc.uniqueArray(fc.constantFrom('j1', 'j4'), { maxLength: 1 }),
      attachments: fc.uniqueArray(fc.constantFrom('f1', 'f2')),
      status: fc.constantFrom('NEW', 'INTERVIEW', 'REJECTED'),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) => all.flatMap((reading, index) => toFindings(reading, index * 20 + 1)));

const sayings: readonly Finding[] = [decision(1), decision(2, { outcome: Outcome.NOBODY, profileId: '' }), decision(3), facts(1), facts(2, { profileId: '' })];

/** The same findings, some of them repeated, in another order and other batches. */
function inAnotherWay(findings: readonly Finding[]) {
  return fc
    .tuple(fc.shuffledSubarray([...findings], { minLength: findings.length }), fc.shuffledSubarray([...findings]), fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 80, maxLength: 80 }))
    .map(([all, again, sizes]) => {
      const rest = [...all, ...again];
      return sizes.flatMap((size) => (rest.length === 0 ? [] : [rest.splice(0, size)]));
    });
}

describe('folding records into a candidate', () => {
  it('gives the same document for any order, any batches and any repetition of the same parts', () => {
    fc.assert(
      fc.property(readings.chain((findings) => fc.tuple(fc.constant(findings), inAnotherWay(findings))), ([findings, batches]) => {
        expect(meaningOf(foldBatches(batches))).toEqual(meaningOf(foldBatches([findings])));
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same document for any order of what is said of a consent, of refusals and of details', () => {
    const status = fc.constantFrom('REQUIRED', 'PENDING', 'ACQUIRED');
    const decided = fc.dictionary(fc.constantFrom('Single', 'SmartRecruit', 'SmartCRM', 'SmartMessage:SMS'), fc.constantFrom('acquired', 'declined', 'required'));
    const saying = fc.oneof(
      status.map((word) => (read: ReadPosition) => consentStatus(read, word)),
      decided.map((words) => (read: ReadPosition) => consentDecisions(read, words)),
      fc.constant(refusal),
      fc.constant((read: ReadPosition) => detail(read)),
    );
    const said = fc.array(saying, { minLength: 1, maxLength: 8 }).map((all) => [detail(at(1)), ...all.map((say, index) => say(at(index + 2)))]);
    fc.assert(
      fc.property(said.chain((findings) => fc.tuple(fc.constant(findings), inAnotherWay(findings))), ([findings, batches]) => {
        expect(meaningOf(foldBatches(batches))).toEqual(meaningOf(foldBatches([findings])));
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same document for any order of decisions and facts', () => {
    const start = fold(undefined, [detail(at(1))]).next;
    fc.assert(
      fc.property(inAnotherWay(sayings), (batches) => {
        expect(meaningOf(foldBatches(batches, start))).toEqual(meaningOf(foldBatches([sayings], start)));
      }),
    );
  });

  it('never lets a lower read position win', () => {
    const position = fc.record({ leaseEpoch: fc.integer({ min: 1, max: 3 }), readSeq: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(fc.uniqueArray(position, { minLength: 1, maxLength: 8, selector: ({ leaseEpoch, readSeq }) => leaseEpoch * 10 + readSeq }), (positions) => {
        const document = open(foldBatches(positions.map((read) => [detail(read, { firstName: `${read.leaseEpoch}-${read.readSeq}` })])));
        const [highest] = positions.toSorted((a, b) => b.leaseEpoch - a.leaseEpoch || b.readSeq - a.readSeq);
        expect(document.detail?.read).toEqual(highest);
        expect(document.assembled?.name.given).toBe(highest && `${highest.leaseEpoch}-${highest.readSeq}`);
      }),
    );
  });

  it('raises only the read position for an equal hash: no version, so no event', () => {
    const first = open(fold(undefined, [detail(at(1)), application(at(2), 'j1'), applicationList(at(1), ['j1']), attachment(at(3), 'f1'), attachmentList(at(1), ['f1'])]).next);
    const again = fold(first, [detail(at(11)), application(at(12), 'j1'), applicationList(at(11), ['j1']), attachment(at(13), 'f1'), attachmentList(at(11), ['f1'])]);
    expect(again).toMatchObject({ changed: false, outcomes: ['seen', 'seen', 'seen', 'seen', 'seen'], next: { version: first.version, revision: first.revision + 1, detail: { read: at(11) } } });
  });

  it('writes nothing at all for what was read before', () => {
    const first = fold(undefined, [detail(at(5)), application(at(6), 'j1')]).next;
    expect(fold(first, [detail(at(5)), application(at(6), 'j1'), detail(at(4), { firstName: 'Old' })])).toEqual({
      next: undefined,
      changed: false,
      outcomes: ['unchanged', 'unchanged', 'superseded'],
    });
  });

  it('raises the version by one for a batch, however many of its parts changed', () => {
    const first = open(fold(undefined, [detail(at(1)), application(at(2), 'j1'), attachment(at(3), 'f1')]).next);
    expect(first.version).toBe(1);
    expect(fold(first, [detail(at(4), { firstName: 'A' }), application(at(5), 'j1', { status: 'NEW' })]).next?.version).toBe(2);
  });

  it('is not blind to a change that comes with another part of the same content', () => {
    const first = open(fold(undefined, [detail(at(1)), attachment(at(2), 'f1', '', 'status_500')]).next);
    const next = open(fold(first, [attachment(at(3), 'f1', 'sha-f1')]).next);
    expect({ version: next.version, sha256: next.attachments[0]?.sha256 }).toEqual({ version: 2, sha256: 'sha-f1' });
  });

  it('keeps the bytes that are held when a later read did not fetch them again', () => {
    const document = open(foldBatches([[detail(at(1)), attachment(at(2), 'f1')], [attachment(at(3), 'f1', '')]]));
    expect(document.attachments).toMatchObject([{ read: at(3), sha256: 'sha-f1', sizeBytes: 9 }]);
  });
});

describe('a removed part', () => {
  it('leaves a tombstone with the position of the list that no longer names it', () => {
    const document = open(foldBatches([[detail(at(1)), application(at(2), 'j1'), attachment(at(3), 'f1')], [applicationList(at(8), []), attachmentList(at(8), [])]]));
    expect(document.applications).toEqual([{ id: 'j1', read: at(8) }]);
    expect(document.attachments).toEqual([{ id: 'f1', read: at(8) }]);
    expect(document.assembled).toMatchObject({ applications: [], attachments: [] });
  });

  it('stays removed when its record comes after the list, however late', () => {
    const document = open(foldBatches([[detail(at(1)), applicationList(at(8), [])], [application(at(2), 'j1')]]));
    expect(document.applications).toEqual([{ id: 'j1', read: at(8) }]);
    expect(document.assembled?.applications).toEqual([]);
  });

  it('is back once it is read again after the list', () => {
    const document = open(foldBatches([[detail(at(1)), application(at(2), 'j1')], [applicationList(at(8), [])], [application(at(9), 'j1', { status: 'NEW' })]]));
    expect(document.assembled?.applications).toMatchObject([{ jobExternalId: 'j1', status: 'NEW' }]);
  });

  it('is not shown from the details that were read with the list that denies it', () => {
    const document = open(fold(undefined, [detail(at(1), assignmentsTo(['j1', 'j2'])), applicationList(at(1), ['j2'])]).next);
    expect(document.assembled?.applications.map(({ jobExternalId }) => jobExternalId)).toEqual(['j2']);
  });
});

describe('an application', () => {
  it('is shown as whichever was read later has it: its own record or the details', () => {
    const older = application(at(2), 'j1', { status: 'OLD' });
    const newer = application(at(9), 'j1', { status: 'NEWEST' });
    const details = detail(at(5), assignmentsTo(['j1'], 'FROM_DETAILS'));
    const statusOf = (findings: readonly Finding[]) => open(fold(undefined, findings).next).assembled?.applications.map(({ status }) => status);
    expect(statusOf([details, older])).toEqual(['FROM_DETAILS']);
    expect(statusOf([details, newer])).toEqual(['NEWEST']);
  });
});

describe('a deleted candidate', () => {
  const anyFinding = fc.constantFrom<Finding>(detail(at(99)), application(at(99), 'j1'), applicationList(at(99), ['j1']), attachment(at(99), 'f1'), attachmentList(at(99), []), decision(99), facts(99), { kind: 'text', text: { sha256: 'sha-f1' } }, { kind: 'time' }, { kind: 'deletion', proof: 'webhook' });

  it('stays deleted, whatever is found afterwards', () => {
    const tombstone = fold(fold(undefined, [detail(at(1))]).next, [{ kind: 'deletion', proof: 'webhook' }]).next;
    expect(tombstone).toMatchObject({ deleted: true, version: 2 });
    fc.assert(
      fc.property(fc.array(anyFinding, { minLength: 1, maxLength: 10 }), (findings) => {
        expect(fold(tombstone, findings)).toEqual({ next: undefined, changed: false, outcomes: findings.map(() => 'superseded') });
      }),
    );
  });

  it('leaves a tombstone also when it was never seen before, and with what comes in the same batch', () => {
    fc.assert(
      fc.property(fc.array(anyFinding, { maxLength: 5 }), fc.array(anyFinding, { maxLength: 5 }), (before, after) => {
        expect(fold(undefined, [...before, { kind: 'deletion', proof: 'webhook' }, ...after]).next).toMatchObject({ deleted: true, version: 1 });
      }),
    );
  });

  it('learns once whom it was merged into, also after it was taken for a plain deletion, and never of itself', () => {
    const into = (mergedIntoExternalId: string): Finding => ({ kind: 'deletion', proof: 'audit', mergedIntoExternalId });
    const mergedInto = context.idOf('candidate', 'c2');
    const plain = fold(undefined, [detail(at(1)), { kind: 'deletion', proof: 'webhook' }]).next;
    const merged = fold(plain, [into('c2')]);
    expect(merged).toMatchObject({ changed: true, outcomes: ['kept'], next: { deleted: true, version: 2, mergedInto } });
    expect(fold(undefined, [into('c2'), { kind: 'deletion', proof: 'webhook' }]).next).toMatchObject({ deleted: true, version: 1, mergedInto });
    for (const again of [into('c2'), into('c3'), { kind: 'deletion', proof: 'webhook' } satisfies Finding]) {
      expect(fold(merged.next, [again])).toEqual({ next: undefined, changed: false, outcomes: ['superseded'] });
    }
    expect(fold(plain, [into('c1')])).toEqual({ next: undefined, changed: false, outcomes: ['superseded'] });
  });

  it('keeps nothing of the person but the keys of the bytes to remove', () => {
    const live = open(fold(undefined, [detail(at(1), { firstName: 'Jo', email: 'jo@example.org' }), attachment(at(2), 'f1')]).next);
    expect(fold(live, [{ kind: 'deletion', proof: 'webhook' }]).next).toEqual({ _id: 'candidate-1', version: 2, revision: 2, deleted: true, purge: blobsOf(live), deletedTime: now, proof: 'webhook' });
  });

  it('who is live again is buried by the erasure ledger, past every version that was seen', () => {
    const erasure = { candidateId: 'candidate-1', version: 7, proof: 'webhook', time: new Date(0) };
    const live = open(fold(undefined, [detail(at(1))]).next);
    expect(foldErasure(live, erasure, now)).toMatchObject({ changed: true, next: { deleted: true, version: 7, revision: 2 } });
    expect(foldErasure({ ...live, version: 9 }, erasure, now)).toMatchObject({ next: { deleted: true, version: 10 } });
    expect(foldErasure(undefined, erasure, now)).toMatchObject({ next: { deleted: true, version: 7, purge: [] } });
    expect(foldErasure(fold(live, [{ kind: 'deletion', proof: 'webhook' }]).next, erasure, now)).toEqual({ next: undefined, changed: false });
  });
});

describe('a record that cannot be understood', () => {
  it('is quarantined with a reason and changes nothing', () => {
    const stored = fold(undefined, [detail(at(1))]).next;
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)), fc.jsonValue().filter((value) => typeof value !== 'object' || value === null || Array.isArray(value)).map(bytesOf)), (json) => {
        const folded = fold(stored, [record(at(9), { $case: 'candidateDetail', value: { candidateExternalId: 'c1', json } }), record(at(9), { $case: 'application', value: { candidateExternalId: 'c1', jobExternalId: 'j1', json } })]);
        expect(folded).toMatchObject({ next: undefined, changed: false, outcomes: [{ quarantined: expect.stringMatching(/^not /) }, { quarantined: expect.stringMatching(/^not /) }] });
      }),
    );
  });

  it('is quarantined when the details are somebody else\'s', () => {
    expect(fold(undefined, [detail(at(1), { id: 'c2' })])).toEqual({ next: undefined, changed: false, outcomes: [{ quarantined: 'the details name another id' }] });
  });

  it('is quarantined when the candidate would become too large, and the rest of the batch is kept', () => {
    const large = 'x'.repeat(MAX_DOCUMENT_BYTES / 2);
    const folded = fold(undefined, [detail(at(1), { large }), application(at(2), 'j1', { large }), application(at(3), 'j2')]);
    expect(folded.outcomes).toEqual(['kept', { quarantined: `the candidate would exceed ${MAX_DOCUMENT_BYTES} bytes` }, 'kept']);
    expect(open(folded.next).applications.map(({ id }) => id)).toEqual(['j2']);
  });
});

describe('an odd record', () => {
  it('is mirrored verbatim with unknown fields, nulls and wrong types anywhere in it', () => {
    const known = ['firstName', 'lastName', 'email', 'location', 'web', 'experience', 'education', 'tags', 'primaryAssignment', 'secondaryAssignments', 'createdOn', 'updatedOn', 'internal', '__proto__', 'new_field'];
    const odd = fc.dictionary(fc.constantFrom(...known), fc.jsonValue(), { noNullPrototype: true });
    fc.assert(
      fc.property(odd, odd, (fields, more) => {
        const json = Buffer.from(JSON.stringify({ ...fields, id: 'c1' }, undefined, 1));
        const other = Buffer.from(JSON.stringify(more));
        const { next, outcomes } = fold(undefined, [
          record(at(1), { $case: 'candidateDetail', value: { candidateExternalId: 'c1', json } }),
          record(at(2), { $case: 'application', value: { candidateExternalId: 'c1', jobExternalId: 'j1', json: other } }),
          record(at(3), { $case: 'attachment', value: { candidateExternalId: 'c1', attachmentExternalId: 'f1', json: other, blobSha256: '', blobSizeBytes: 0, unavailableReason: '' } }),
        ]);
        expect(outcomes).toEqual(['kept', 'kept', 'kept']);
        expect(open(next)).toMatchObject({ detail: { json: json.toString('utf8') }, applications: [{ json: other.toString('utf8') }], attachments: [{ json: other.toString('utf8') }] });
      }),
    );
  });

  it('is mirrored verbatim with a value of five megabytes', () => {
    const firstName = 'é'.repeat(2_500_000);
    const document = open(fold(undefined, [detail(at(1), { firstName })]).next);
    expect(document.assembled?.name.given).toBe(firstName);
    expect(document.detail?.json).toBe(JSON.stringify({ id: 'c1', firstName }));
  });
});

describe('text that was read', () => {
  it('is folded only while an attachment has its bytes, and only once', () => {
    const stored = fold(undefined, [detail(at(1)), attachment(at(2), 'f1')]).next;
    const read: Finding = { kind: 'text', text: { sha256: 'sha-f1' } };
    expect(open(stored).assembled?.attachments).toMatchObject([{ textState: TextState.PENDING }]);
    const folded = fold(stored, [read, read, { kind: 'text', text: { sha256: 'sha-other' } }]);
    expect(folded.outcomes).toEqual(['kept', 'superseded', 'superseded']);
    expect(open(folded.next).assembled?.attachments).toMatchObject([{ textState: TextState.READ }]);
  });

  it('that could not be read says why', () => {
    const document = open(fold(undefined, [detail(at(1)), attachment(at(2), 'f1'), { kind: 'text', text: { sha256: 'sha-f1', error: 'encrypted' } }, attachment(at(3), 'f2', '', 'malware_detected')]).next);
    expect(document.assembled?.attachments).toMatchObject([
      { textState: TextState.UNREADABLE, textError: 'encrypted' },
      { textState: TextState.UNREADABLE, textError: 'malware_detected' },
    ]);
  });
});

describe('decisions and facts', () => {
  it('raise the version only when they say something else', () => {
    const first = open(foldBatches([[detail(at(1))], [decision(1), facts(1, { facts: [{ value: { $case: 'skill', value: 'Go' }, source: 's', observedDate: '2026-01-01' }] })]]));
    const again = fold(first, [decision(2, { decidedTime: new Date(0) }), facts(2, { facts: [{ value: { $case: 'skill', value: 'Go' }, source: 's', observedDate: '2026-01-01' }] })]);
    expect(again).toMatchObject({ changed: false, outcomes: ['seen', 'seen'], next: { decision: { version: 2 }, facts: { version: 2 } } });
    expect(fold(first, [decision(1), facts(1)]).outcomes).toEqual(['superseded', 'superseded']);
  });

  it('show facts only of the profile that the candidate was decided to be', () => {
    const shown = (findings: readonly Finding[]) => factsToShow(open(foldBatches([[detail(at(1))], findings])))?.profileId;
    expect(shown([decision(1), facts(1)])).toBe('p1');
    expect(shown([decision(1, { profileId: 'p2' }), facts(1)])).toBeUndefined();
    expect(shown([decision(1, { outcome: Outcome.ASK }), facts(1)])).toBeUndefined();
    expect(shown([facts(1)])).toBeUndefined();
  });
});

describe('the moment at which what is current changes by the clock', () => {
  const nextChange = (experience: object[], more: readonly Finding[] = []) => open(fold(undefined, [detail(at(1), { experience }), ...more]).next).nextChangeAt;

  it.each([
    ['the day after the last day of an end', [{ endDate: '2026-06-20' }], '2026-06-21T00:00:00Z'],
    ['the day after the month of an end that is a month', [{ endDate: '2026-06' }], '2026-07-01T00:00:00Z'],
    ['the day after the year of an end that is a year', [{ endDate: '2026' }], '2027-01-01T00:00:00Z'],
    ['the first day of a start ahead', [{ startDate: '2026-09' }, { endDate: '2027' }], '2026-09-01T00:00:00Z'],
  ])('is %s', (_what, experience, moment) => {
    expect(nextChange(experience)).toEqual(new Date(moment));
  });

  it('is never when everything lies behind or has no date', () => {
    expect(nextChange([{ startDate: '2019', endDate: '2020-02-31' }, { endDate: 'soon' }, {}])).toBeUndefined();
  });

  it('also counts the positions of the matched profile', () => {
    const position = { title: 'T', company: 'C', start: '2020', end: '2026-08', current: false, location: '', description: '' };
    expect(nextChange([], [decision(1), facts(1, { facts: [{ value: { $case: 'position', value: position }, source: 's', observedDate: '2026-01-01' }] })])).toEqual(new Date('2026-09-01T00:00:00Z'));
  });

  it('raises the version once it has come, and not before', () => {
    const stored = open(fold(undefined, [detail(at(1), { experience: [{ endDate: '2026-06-20' }] })]).next);
    expect(fold(stored, [{ kind: 'time' }]).outcomes).toEqual(['unchanged']);
    const later = foldFindings(stored, [{ kind: 'time' }], { ...context, now: new Date('2026-06-21T00:00:00Z') });
    expect(later).toMatchObject({ changed: true, next: { version: 2 } });
    expect(open(later.next).nextChangeAt).toBeUndefined();
  });
});

describe('a consent', () => {
  const applying = (status: string) => application(at(3), 'j1', { status });
  const stateAfter = (...findings: readonly Finding[]) => open(foldBatches([[detail(at(1)), ...findings]])).assembled?.consentState;

  it.each<[string, ConsentState, readonly Finding[]]>([
    ['is nothing where the source says nothing', ConsentState.UNSPECIFIED, []],
    ['that nobody asked for did not end', ConsentState.OPEN, [consentStatus(at(2), 'REQUIRED')]],
    ['that was asked for and not answered did not end', ConsentState.OPEN, [consentStatus(at(2), 'PENDING')]],
    ['that was given is given', ConsentState.GIVEN, [consentStatus(at(2), 'ACQUIRED')]],
    ['that was given and is required again ended', ConsentState.ENDED, [consentStatus(at(2), 'ACQUIRED'), consentStatus(at(3), 'REQUIRED')]],
    ['that was given and is asked for again ended', ConsentState.ENDED, [consentStatus(at(2), 'ACQUIRED'), consentStatus(at(3), 'PENDING')]],
    ['that is given again is given', ConsentState.GIVEN, [consentStatus(at(2), 'ACQUIRED'), consentStatus(at(3), 'REQUIRED'), consentStatus(at(4), 'ACQUIRED')]],
    ['that was declined ended', ConsentState.ENDED, [consentStatus(at(2), 'PENDING'), consentDecisions(at(3), { Single: 'declined' })]],
    ['that was declined once ended until the decisions say otherwise', ConsentState.ENDED, [consentDecisions(at(2), { Single: 'declined' }), consentStatus(at(3), 'ACQUIRED')]],
    ['that was declined once and is given now is given', ConsentState.GIVEN, [consentDecisions(at(2), { Single: 'declined' }), consentStatus(at(3), 'ACQUIRED'), consentDecisions(at(4), { Single: 'acquired' })]],
    ['of several scopes ended when one is declined', ConsentState.ENDED, [consentStatus(at(2), 'ACQUIRED'), consentDecisions(at(3), { SmartRecruit: 'declined', SmartCRM: 'acquired' })]],
    ['to be kept for other jobs, once declined, ended when no application goes on', ConsentState.ENDED, [applying('REJECTED'), consentDecisions(at(4), { SmartRecruit: 'acquired', SmartCRM: 'declined' })]],
    ['to be kept for other jobs, once declined, did not end while an application goes on', ConsentState.GIVEN, [applying('INTERVIEW'), consentDecisions(at(4), { SmartRecruit: 'acquired', SmartCRM: 'declined' })]],
    ['to be kept for this job, once declined, ended whatever goes on', ConsentState.ENDED, [applying('INTERVIEW'), consentDecisions(at(4), { SmartRecruit: 'declined', SmartCRM: 'acquired' })]],
    ['of several scopes ended when one that was given is required again', ConsentState.ENDED, [consentDecisions(at(2), { SmartCRM: 'acquired' }), consentDecisions(at(3), { SmartCRM: 'required' })]],
    ['of several scopes did not end while one was never decided', ConsentState.GIVEN, [consentDecisions(at(2), { SmartRecruit: 'acquired', SmartCRM: 'required' })]],
    ['to be written to is none to be found', ConsentState.GIVEN, [consentStatus(at(2), 'ACQUIRED'), consentDecisions(at(3), { 'SmartRecruit': 'acquired', 'SmartMessage:SMS': 'declined' })]],
    ['that was decided anew since the list was read is given', ConsentState.GIVEN, [consentStatus(at(2), 'ACQUIRED'), consentStatus(at(3), 'REQUIRED'), consentDecisions(at(4), { Single: 'acquired' })]],
    ['with a word nobody has heard of says nothing', ConsentState.UNSPECIFIED, [consentStatus(at(2), 'SHORTLISTED_BY_ROBOT')]],
  ])('%s', (_name, state, findings) => {
    expect(stateAfter(...findings)).toBe(state);
  });

  it('to be kept for other jobs hides its person when the last application is over', () => {
    const applying = fold(undefined, [detail(at(1)), application(at(2), 'j1', { status: 'OFFERED' }), consentDecisions(at(3), { SmartCRM: 'declined' })]).next;
    expect(open(applying).hidden).toBeUndefined();
    expect(fold(applying, [application(at(4), 'j1', { status: 'WITHDRAWN' })]).next).toMatchObject({ hidden: 'consent_ended', version: 2 });
  });

  it('that ended hides the candidate, who is kept; given again, it shows the candidate at a higher version', () => {
    const given = fold(undefined, [detail(at(1), { firstName: 'Jo' }), consentStatus(at(2), 'ACQUIRED')]).next;
    const ended = fold(given, [consentStatus(at(3), 'REQUIRED')]).next;
    expect(ended).toMatchObject({ hidden: 'consent_ended', version: 2, assembled: { name: { given: 'Jo' } } });
    const again = fold(ended, [consentStatus(at(4), 'ACQUIRED')]).next;
    expect(again).toMatchObject({ version: 3 });
    expect(open(again).hidden).toBeUndefined();
  });
});

describe('a candidate whom the source refuses', () => {
  const read = fold(undefined, [detail(at(1), { firstName: 'Jo' })]).next;

  it('is hidden and kept; a refusal that is repeated is nothing new to others', () => {
    const hidden = fold(read, [refusal(at(2))]);
    expect(hidden.next).toMatchObject({ hidden: 'out_of_view', version: 2, assembled: { name: { given: 'Jo' } } });
    expect(fold(hidden.next, [refusal(at(3))])).toMatchObject({ changed: false, outcomes: ['seen'], next: { version: 2 } });
  });

  it('is shown again by details that were read later, also by equal ones, and by no earlier ones', () => {
    const hidden = fold(read, [refusal(at(5))]).next;
    expect(fold(hidden, [detail(at(4), { firstName: 'Joe' })]).next).toMatchObject({ hidden: 'out_of_view' });
    const shown = fold(hidden, [detail(at(6), { firstName: 'Jo' })]);
    expect(shown).toMatchObject({ changed: true, next: { version: 3 } });
    expect(open(shown.next).hidden).toBeUndefined();
  });

  it('is out of view whether the consent ended or not', () => {
    expect(fold(read, [consentDecisions(at(2), { Single: 'declined' }), refusal(at(3))]).next).toMatchObject({ hidden: 'out_of_view' });
  });
});
