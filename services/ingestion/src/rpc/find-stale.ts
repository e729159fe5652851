import { type FindStaleRequest, type FindStaleResponse, type ListedEntity } from '@secondlook/contracts';
import { InvalidInputError, requireAtMost, type Authenticated } from '@secondlook/kit';

import { hashJson, viewOf } from '../domain/json';
import { createOpaqueIds } from '../domain/opaque-id';
import { type Parts } from '.';

const MAX_ENTITIES = 1_000;

/** Says which listed entities must be read, so that no call to the ATS is spent on what the mirror holds. */
export function createFindStale({ candidates, jobs, idKeys }: Parts) {
  return async (request: FindStaleRequest, { tenantId }: Authenticated): Promise<FindStaleResponse> => {
    const attachmentIds = request.attachments?.attachmentExternalIds ?? [];
    requireAtMost('entities', request.candidates.length + request.jobs.length + attachmentIds.length, MAX_ENTITIES);
    if (request.connectionId === '') {
      throw new InvalidInputError([{ field: 'connection_id', description: 'must be set' }]);
    }
    const idOf = createOpaqueIds(await idKeys.get(tenantId), request.connectionId);
    const owner = request.attachments?.candidateExternalId;
    const candidateIds = [...request.candidates.map(({ externalId }) => externalId), ...(owner === undefined ? [] : [owner])].map((id) => idOf('candidate', id));
    const storedCandidates = await candidates.findSummaries(tenantId, candidateIds);
    const storedJobs = await jobs.find(tenantId, request.jobs.map(({ externalId }) => idOf('job', externalId)));

    const heldBytes = new Set<string>();
    const holder = owner === undefined ? undefined : storedCandidates.get(idOf('candidate', owner));
    if (holder?.deleted === false) {
      holder.attachments
        .filter(({ sha256, unavailableReason }) => sha256 !== undefined || unavailableReason !== undefined)
        .forEach(({ id }) => heldBytes.add(id));
    }
    return {
      candidateExternalIds: staleOf(request.candidates, (externalId) => {
        const stored = storedCandidates.get(idOf('candidate', externalId));
        return stored?.deleted === true ? 'gone' : stored?.hidden === 'out_of_view' ? undefined : stored?.assembled?.atsUpdatedTime;
      }),
      jobExternalIds: staleOf(request.jobs, (externalId) => {
        const stored = storedJobs.get(idOf('job', externalId));
        return stored?.deleted === true ? 'gone' : (stored?.fields.atsActivityTime ?? stored?.fields.atsUpdatedTime);
      }),
      unknownCandidateExternalIds: request.candidates.map(({ externalId }) => externalId).filter((externalId) => storedCandidates.get(idOf('candidate', externalId))?.deleted !== false),
      attachmentExternalIds: attachmentIds.filter((id) => !heldBytes.has(id)),
      consents: request.candidates.flatMap(({ externalId: candidateExternalId, consentJson }) => {
        const [stored, listed] = [storedCandidates.get(idOf('candidate', candidateExternalId)), viewOf(Buffer.from(consentJson).toString())];
        const held = stored?.deleted === false ? stored.consentStatus?.hash : undefined;
        return listed === undefined || stored?.deleted === true || held === hashJson(listed) ? [] : [{ candidateExternalId, changed: held !== undefined }];
      }),
    };
  };
}

/** What is gone is never read again: a tombstone is final. */
function staleOf(listed: readonly ListedEntity[], mirrored: (externalId: string) => Date | 'gone' | undefined): string[] {
  return listed
    .filter(({ externalId, updatedTime }) => {
      const held = mirrored(externalId);
      return held !== 'gone' && (held === undefined || updatedTime === undefined || held < updatedTime);
    })
    .map(({ externalId }) => externalId);
}
