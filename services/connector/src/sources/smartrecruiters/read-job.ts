import { type Record as SourceRecord } from '@secondlook/contracts';

import { UnexpectedAnswerError } from '../errors';
import { type Reading } from '../source';

const MAX_RECORD_BYTES = 10 << 20;

/** A job's details. There is no event for a deleted job: a 404 is how it is learned. */
export async function readJob(jobId: string, { call, toRecord }: Reading): Promise<readonly SourceRecord[] | undefined> {
  const answer = await call({ path: `/jobs/${encodeURIComponent(jobId)}`, maxBytes: MAX_RECORD_BYTES });
  if (answer.status === 404) {
    return undefined;
  }
  if (answer.status !== 200) {
    throw new UnexpectedAnswerError(`The ATS answered ${answer.status} to GET /jobs/{id}.`);
  }
  const tooLarge = answer.truncated ? `an answer of more than ${MAX_RECORD_BYTES} bytes` : undefined;
  return [toRecord(answer.read, { $case: 'job', value: { jobExternalId: jobId, json: answer.body } }, tooLarge)];
}
