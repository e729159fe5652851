import { ConsentState, type ExplainHitsRequest, type ExplainHitsResponse } from '@secondlook/contracts';
import { requireAtMost, type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { toCandidateDocument } from '../domain/candidate-document';
import { explainHit } from '../domain/explain/explain-hit';
import { parseQuery } from '../domain/query/parse-query';
import { type Parts } from '.';

const MAX_CANDIDATES = 100;

/** From the mirror itself: the words are shown as they are written. */
export function createExplainHits({ ingestion, findJobs }: Parts) {
  return async ({ query, candidateIds, operatorsInCapitalsOnly }: ExplainHitsRequest, { tenantId, signal }: Authenticated & CallContext): Promise<ExplainHitsResponse> => {
    requireAtMost('candidate_ids', candidateIds.length, MAX_CANDIDATES);
    const { tree } = parseQuery(query, { capitalsOnly: operatorsInCapitalsOnly });
    const now = new Date();
    const explanations = new Map<string, ExplainHitsResponse['explanations'][number]>();
    for (let ids = [...new Set(candidateIds)]; ids.length > 0; ) {
      const { candidates, omittedCandidateIds } = await ingestion.getCandidates({ candidateIds: ids, includeTexts: true }, { tenantId, signal });
      const jobs = await findJobs.shown(tenantId, [...new Set(candidates.flatMap(({ applications }) => applications.map(({ jobId }) => jobId)))], signal);
      const titles = new Map([...jobs].map(([id, { title }]) => [id, title]));
      for (const candidate of candidates) {
        const document = candidate.outOfView || candidate.consentState === ConsentState.ENDED ? undefined : toCandidateDocument(candidate, now);
        if (document !== undefined && !candidate.deleted) {
          explanations.set(candidate.candidateId, { candidateId: candidate.candidateId, reasons: explainHit(tree, candidate, document, titles, now) });
        }
      }
      ids = omittedCandidateIds;
    }
    return { explanations: candidateIds.flatMap((id) => explanations.get(id) ?? []) };
  };
}
