import { type GetCandidatesRequest, type GetCandidatesResponse } from '@secondlook/contracts';
import { requireAtMost, type Authenticated } from '@secondlook/kit';

import { textBlobIdOf } from '../domain/candidate-document';
import { type StoredCandidate } from '../domain/fold';
import { fromTextBlob } from '../extraction/text-blob';
import { toCandidate } from './to-candidate';
import { type Parts } from '.';

const MAX_CANDIDATES = 200;
/** A gRPC message holds at most 16 MB. */
const MAX_RESPONSE_BYTES = 12 << 20;

export function createGetCandidates({ candidates, blobs }: Parts) {
  return async ({ candidateIds, includeParts, includeTexts }: GetCandidatesRequest, { tenantId }: Authenticated): Promise<GetCandidatesResponse> => {
    requireAtMost('candidate_ids', candidateIds.length, MAX_CANDIDATES);
    const stored = [...(await candidates.find(tenantId, candidateIds)).values()];
    const texts = includeTexts ? await blobs.findMany(tenantId, stored.flatMap(textsOf)) : new Map<string, Buffer>();
    const response: GetCandidatesResponse = { candidates: [], omittedCandidateIds: [] };
    let size = 0;
    for (const document of stored) {
      const textBytes = textsOf(document).reduce((bytes, id) => bytes + (texts.get(id)?.length ?? 0), 0);
      const partBytes = includeParts && !document.deleted ? JSON.stringify(document).length : 4_000;
      size += textBytes + partBytes;
      // One always fits: its records are at most 8 MB, its texts are left out beyond that.
      if (size > MAX_RESPONSE_BYTES && response.candidates.length > 0) {
        response.omittedCandidateIds.push(document._id);
        continue;
      }
      response.candidates.push(
        toCandidate(document, { includeParts, textOf: (id, sha256) => readText(texts.get(textBlobIdOf(id, sha256))) }),
      );
    }
    return response;
  };
}

function readText(blob: Buffer | undefined) {
  return blob === undefined ? undefined : fromTextBlob(blob);
}

function textsOf(document: StoredCandidate): string[] {
  return document.deleted ? [] : document.texts.flatMap(({ sha256, error }) => (error === undefined ? [textBlobIdOf(document._id, sha256)] : []));
}
