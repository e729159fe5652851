import { pause, type Running } from '@secondlook/kit';

import { textBlobIdOf } from '../domain/candidate-document';
import { type IngestionMetrics } from '../metrics';
import { type Blobs } from '../store/blobs';
import { type Candidates } from '../store/candidates';
import { type Extraction, type Extractions } from '../store/extractions';
import { toTextBlob } from './text-blob';
import { type Extractor } from './start-extractor';

/** Read at once, folded at once. */
const BATCH = 16;
const CLAIM_MS = 60_000;
const LOOK_EVERY_MS = 5_000;
/** A document on which the extractor died this often is unreadable. */
const MAX_ATTEMPTS = 3;
const FAILED_BY_ITSELF = new Set(['extractor_died', 'took_too_long']);

interface Parts {
  readonly blobs: Blobs;
  readonly candidates: Candidates;
  readonly extractions: Extractions;
  readonly extractor: Extractor;
  readonly metrics: IngestionMetrics;
  readonly tenants: () => Promise<readonly string[]>;
}

export type ExtractionRun = ReturnType<typeof createExtractionRun>;

/** Reads the text of attachments as it becomes due, and folds the results. */
export function createExtractionRun(running: Running<unknown>) {
  const requested = new Set<string>();
  let wake = new AbortController();

  /** New work for a tenant: do not wait for the next look. */
  function request(tenantId: string): void {
    requested.add(tenantId);
    wake.abort();
  }

  function start(parts: Parts): void {
    running.lifecycle.run('text extraction', async (stopping) => {
      while (!stopping.aborted) {
        wake = new AbortController();
        const tenants = new Set([...requested, ...(requested.size > 0 ? [] : await parts.tenants().catch(() => []))]);
        requested.clear();
        for (const tenantId of tenants) {
          await drainTenant(tenantId, parts, stopping).catch((error: unknown) => {
            running.log.warn({ err: error, tenantId }, 'reading texts failed; it is tried again');
          });
        }
        await pause(LOOK_EVERY_MS, AbortSignal.any([stopping, wake.signal]));
      }
    });
  }

  return { request, start };
}

async function drainTenant(tenantId: string, parts: Parts, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const now = new Date();
    const claimed = await parts.extractions.claim(tenantId, BATCH, now, new Date(now.getTime() + CLAIM_MS));
    if (claimed.length === 0) {
      return;
    }
    const read: ReadText[] = [];
    for (const extraction of claimed) {
      read.push(...(await readText(tenantId, extraction, parts)));
    }
    await parts.candidates.foldFindings(tenantId, toFindings(read));
    await parts.extractions.remove(tenantId, read.map(({ extraction }) => extraction._id));
  }
}

interface ReadText {
  readonly extraction: Extraction;
  readonly error?: string;
}

/** Stores the text and returns how it went; nothing when it is to be tried again. */
async function readText(tenantId: string, extraction: Extraction & { attempt: number }, { blobs, extractor, metrics }: Parts): Promise<ReadText[]> {
  const bytes = await blobs.find(tenantId, extraction._id);
  if (bytes === undefined) {
    return [{ extraction, error: 'bytes_missing' }];
  }
  const startedAt = performance.now();
  const extracted = await extractor.extract(bytes);
  const result = typeof extracted === 'string' ? extracted : 'read';
  metrics.textRead(result, (performance.now() - startedAt) / 1_000);
  if (typeof extracted === 'string') {
    return FAILED_BY_ITSELF.has(extracted) && extraction.attempt < MAX_ATTEMPTS ? [] : [{ extraction, error: extracted }];
  }
  await blobs.put(tenantId, textBlobIdOf(extraction.candidateId, extraction.sha256), toTextBlob(extracted));
  return [{ extraction }];
}

/** One fold per candidate, also when several of its documents were read. */
function toFindings(read: readonly ReadText[]) {
  return [...Map.groupBy(read, ({ extraction }) => extraction.candidateId)].map(([candidateId, texts]) => ({
    candidateId,
    cause: 'text',
    findings: texts.map(({ extraction, error }) => ({
      kind: 'text' as const,
      text: { sha256: extraction.sha256, ...(error === undefined ? {} : { error }) },
    })),
  }));
}
