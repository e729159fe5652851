import { useEffect, useState } from 'react';

import { type CandidateAnswer, type Refusal } from '../../../server/http/answers';
import { getAnswer, isSessionEnded, RefusedError, toRefusal } from '../get-answer';

/** A candidate, with the words of a query highlighted in its documents. */
export function useCandidate(candidateId: string, query: string, onSessionEnded: () => void) {
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<{ candidate?: CandidateAnswer; refusal?: Refusal }>({});
  useEffect(() => {
    const { signal, abort } = createAbort();
    askCandidate(candidateId, query, signal).then(
      (candidate) => signal.aborted || setAnswer({ candidate }),
      (error: unknown) => signal.aborted || (isSessionEnded(error) ? onSessionEnded() : setAnswer({ refusal: toRefusal(error) })),
    );
    return abort;
  }, [candidateId, query, attempt]);
  const retry = () => {
    setAnswer({});
    setAttempt((before) => before + 1);
  };
  return { ...answer, retry };
}

/** A query that cannot be understood is said beside the query box; the candidate is shown without highlights. */
async function askCandidate(candidateId: string, query: string, signal: AbortSignal): Promise<CandidateAnswer> {
  try {
    return await getAnswer<CandidateAnswer>('/api/candidate', { candidateId, query }, signal);
  } catch (error) {
    if (query !== '' && error instanceof RefusedError && error.refusal.field === 'query') {
      return askCandidate(candidateId, '', signal);
    }
    throw error;
  }
}

function createAbort() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
