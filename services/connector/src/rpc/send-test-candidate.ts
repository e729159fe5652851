import { type SendTestCandidateRequest, type SendTestCandidateResponse } from '@secondlook/contracts';
import { ConflictError, type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { isSettled, type TestCandidate } from '../domain/test-candidate';
import { getSource } from '../sources';
import { toTestCandidate } from '../store/test-candidates';
import { type Parts } from '.';
import { getOpenJob, requireExport } from './export-job';
import { waitUntil } from './wait-until';

const PATIENCE_MS = 60_000;

/** Remembers it, and lets the worker that holds the connection's lease send it: every call to the ATS takes a slot of its limiter. */
export function createSendTestCandidate(parts: Parts) {
  const { testCandidates, wake } = parts;
  return async ({ connectionId, jobId }: SendTestCandidateRequest, context: Authenticated & CallContext): Promise<SendTestCandidateResponse> => {
    const connection = await requireExport(parts, context.tenantId, connectionId);
    const { externalId: jobExternalId } = await getOpenJob(parts, connection, jobId, context);
    const { mark, wanted } = await testCandidates.begin(connectionId, jobId, jobExternalId, isOver);
    if (wanted === 'gone') {
      throw new ConflictError('The last test candidate of this job is being removed; send another one once it is gone.');
    }
    wake(connectionId);
    const settled = await waitUntil(async () => {
      const stored = await testCandidates.find(connectionId, jobId);
      return stored?.mark !== mark || isSettled(stored) ? stored : undefined;
    }, PATIENCE_MS, 'The ATS has not answered yet; the sending goes on. Ask again: no second one is sent.', context.signal);
    return { testCandidate: toTestCandidate(settled, getSource(connection.source).exporting.identify(settled.mark)) };
  };
}

function isOver({ refusal, removed }: TestCandidate): boolean {
  return removed === true || refusal !== undefined;
}
