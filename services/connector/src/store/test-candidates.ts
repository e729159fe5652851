import { type TestCandidate as TestCandidateMessage } from '@secondlook/contracts';
import { ignoreDuplicateKey } from '@secondlook/kit';
import { type Db } from 'mongodb';

import { beginTestCandidate, stateOf, type TestCandidate } from '../domain/test-candidate';
import { type TestIdentity } from '../sources/source';
import { untilWritten } from './until-written';

/** The test candidate of a job, or the last one it had. */
export interface TestCandidateDocument extends TestCandidate {
  /** `<connection>|<job>`: asking twice is asking once. */
  readonly _id: string;
  readonly version: number;
  readonly connectionId: string;
  readonly jobId: string;
}

export type TestCandidates = ReturnType<typeof createTestCandidates>;

export function createTestCandidates(database: Db, now: () => Date, createMark: () => string) {
  const candidates = database.collection<TestCandidateDocument>('test_candidates');
  const keyOf = (connectionId: string, jobId: string) => `${connectionId}|${jobId}`;

  async function find(connectionId: string, jobId: string): Promise<TestCandidateDocument | undefined> {
    return (await candidates.findOne({ _id: keyOf(connectionId, jobId) })) ?? undefined;
  }

  async function replace({ _id, version, connectionId, jobId }: TestCandidateDocument, candidate: TestCandidate): Promise<TestCandidateDocument | undefined> {
    const next: TestCandidateDocument = { ...candidate, _id, connectionId, jobId, version: version + 1 };
    const { matchedCount } = await candidates.replaceOne({ _id, version }, next);
    return matchedCount === 1 ? next : undefined;
  }

  return {
    find,

    async listOf(connectionId: string): Promise<TestCandidateDocument[]> {
      return candidates.find({ _id: { $gte: `${connectionId}|`, $lt: `${connectionId}}` } }).toArray();
    },

    /** Begins one, or another one with a mark of its own once `isOver` says so of the last. */
    async begin(connectionId: string, jobId: string, jobExternalId: string, isOver: (last: TestCandidate) => boolean): Promise<TestCandidateDocument> {
      return untilWritten('the test candidate', async () => {
        const begun = beginTestCandidate(jobExternalId, createMark(), now());
        const last = await find(connectionId, jobId);
        if (last !== undefined) {
          return isOver(last) ? replace(last, begun) : last;
        }
        const document = { _id: keyOf(connectionId, jobId), version: 1, connectionId, jobId, ...begun };
        return candidates.insertOne(document).then(() => document, ignoreDuplicateKey);
      });
    },

    /** Folds something into what is stored now; undefined when there is none. */
    async fold(connectionId: string, jobId: string, fold: (stored: TestCandidate) => TestCandidate): Promise<TestCandidateDocument | undefined> {
      const { stored } = await untilWritten('the test candidate', async () => {
        const before = await find(connectionId, jobId);
        const after = before === undefined ? undefined : await replace(before, fold(before));
        return before === undefined || after !== undefined ? { stored: after } : undefined;
      });
      return stored;
    },

    async forget(connectionId: string): Promise<void> {
      await candidates.deleteMany({ _id: { $gte: `${connectionId}|`, $lt: `${connectionId}}` } });
    },
  };
}

export function toTestCandidate(document: TestCandidateDocument, identity: TestIdentity): TestCandidateMessage {
  const { connectionId, jobId, externalId = '', requestedTime, refusal, removalRefusal } = document;
  const { firstName, lastName, email, tags } = identity;
  return { connectionId, jobId, state: stateOf(document), firstName, lastName, email, tags: [...tags], candidateExternalId: externalId, requestedTime, problem: removalRefusal ?? refusal ?? '' };
}
