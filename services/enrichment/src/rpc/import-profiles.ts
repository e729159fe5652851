import { type ImportProfilesRequest, type ImportProfilesResponse, type RefusedLine } from '@secondlook/contracts';

import { parseProfileLine, type LibraryProfile } from '../domain/parse-profile';
import { splitLines } from '../domain/split-lines';
import { type Parts } from '.';

const MAX_LINE_LENGTH = 1 << 20;
const BATCH = 500;
const MAX_REPORTED = 1_000;

export function createImportProfiles({ profiles, metrics }: Parts) {
  return async (requests: AsyncIterable<ImportProfilesRequest>): Promise<ImportProfilesResponse> => {
    const counts = { lines: 0, created: 0, updated: 0, unchanged: 0, refused: 0 };
    const refusedLines: RefusedLine[] = [];
    /** Of a profile that comes twice, the later line counts. */
    let batch = new Map<string, LibraryProfile>();

    async function flush(): Promise<void> {
      const outcomes = await profiles.putAll([...batch.values()]);
      outcomes.forEach((outcome) => (counts[outcome] += 1));
      batch = new Map();
    }

    function refuse(line: number, reason: string): void {
      counts.refused += 1;
      if (refusedLines.length < MAX_REPORTED) {
        refusedLines.push({ line, reason });
      }
    }

    for await (const { number, text, tooLong } of splitLines(chunksOf(requests), MAX_LINE_LENGTH)) {
      if (text.trim() === '' && !tooLong) {
        continue;
      }
      counts.lines += 1;
      const profile = tooLong ? `longer than ${MAX_LINE_LENGTH} characters` : parseProfileLine(text);
      if (typeof profile === 'string') {
        refuse(number, profile);
        continue;
      }
      if (batch.has(profile.profileId)) {
        await flush();
      }
      batch.set(profile.profileId, profile);
      if (batch.size >= BATCH) {
        await flush();
      }
    }
    await flush();
    metrics.profilesImported(counts);
    return { ...counts, refusedLines };
  };
}

async function* chunksOf(requests: AsyncIterable<ImportProfilesRequest>): AsyncGenerator<Uint8Array> {
  for await (const { chunk } of requests) {
    yield chunk;
  }
}
