import { MirroredKind } from '@secondlook/contracts';
import { allPages } from '@secondlook/kit';

import { sinceOf, type ImportScope } from '../domain/import-scope';
import { type EntityKind, type ReadRequest } from '../store/due-reads';
import { type Pulling } from './pulling';

export interface Suspects {
  readonly requests: readonly ReadRequest[];
  readonly mirrored: number;
}

const KINDS: Readonly<Record<EntityKind, MirroredKind>> = { candidate: MirroredKind.CANDIDATE, job: MirroredKind.JOB };
const PAGE = 5_000;

/**
 * Whoever is mirrored, should be listed within the pass's scope, and was not seen in a full pass; and whom a read found refused or gone since the last one, listed or
 * not. Asked for by a read, a 404 buries them, and a refusal hides them, with proof.
 */
export async function findSuspects(syncRunId: string, scope: ImportScope, pulling: Pulling): Promise<Suspects> {
  const requests: ReadRequest[] = [];
  let mirrored = 0;
  for (const kind of ['job', 'candidate'] as const) {
    const seen = await pulling.sightings.find(pulling.connectionId, syncRunId, kind);
    const asked = new Set(await pulling.sightings.findSuspected(pulling.connectionId, kind));
    for await (const externalId of listMirrored(kind, scope, pulling)) {
      mirrored += 1;
      if (!seen.has(externalId)) {
        asked.add(externalId);
      }
    }
    asked.forEach((externalId) => requests.push({ kind, externalId, urgent: false, suspected: true }));
  }
  return { requests, mirrored };
}

export function listMirrored(kind: EntityKind, scope: ImportScope, { ingestion, connectionId, tenantId, signal }: Pulling): AsyncGenerator<string> {
  const within = { updatedSince: sinceOf(scope), jobExternalIds: [...(scope.jobExternalIds ?? [])] };
  return allPages((pageToken) => ingestion.listMirrored({ connectionId, kind: KINDS[kind], pageSize: PAGE, pageToken, ...within }, { tenantId, signal }), ({ externalIds }) => externalIds);
}
