import { type RemoveTestCandidateRequest, type RemoveTestCandidateResponse } from '@secondlook/contracts';
import { SettingsError, type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { foldUnwanted } from '../domain/test-candidate';
import { getSource } from '../sources';
import { toTestCandidate } from '../store/test-candidates';
import { type Parts } from '.';
import { requireExport } from './export-job';
import { waitUntil } from './wait-until';

const PATIENCE_MS = 60_000;

export function createRemoveTestCandidate(parts: Parts) {
  const { testCandidates, wake } = parts;
  return async ({ connectionId, jobId }: RemoveTestCandidateRequest, { tenantId, signal }: Authenticated & CallContext): Promise<RemoveTestCandidateResponse> => {
    const { exporting } = getSource((await requireExport(parts, tenantId, connectionId)).source);
    const unwanted = await testCandidates.fold(connectionId, jobId, (stored) => (stored.removed === true ? stored : foldUnwanted(stored)));
    if (unwanted === undefined) {
      return { testCandidate: undefined };
    }
    wake(connectionId);
    const ended = await waitUntil(async () => {
      const stored = await testCandidates.find(connectionId, jobId);
      return stored?.removed === true || stored?.removalRefusal !== undefined ? stored : undefined;
    }, PATIENCE_MS, 'The ATS has not answered yet; the removal goes on. Ask again.', signal);
    const testCandidate = toTestCandidate(ended, exporting.identify(ended.mark));
    if (ended.removed !== true) {
      throw new SettingsError(`The test candidate "${testCandidate.firstName} ${testCandidate.lastName}" could not be removed: ${testCandidate.problem}`);
    }
    return { testCandidate };
  };
}
