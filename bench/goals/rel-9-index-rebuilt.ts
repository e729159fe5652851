import { setTimeout as sleep } from 'node:timers/promises';

import { ACME, scanIndex, type ScannedDocument, type TestStack } from '@secondlook/testkit';
import { z } from 'zod';

import { type Goal } from '../goal';
import { countDifferences } from '../support/count-differences';
import { onStack, ONLY_WHEN_ASKED, untilQuiet } from '../support/on-stack';
import { measureRatio, showRatio } from '../support/ratio';

const LEAST = 0.8;
const REBUILD_MS = 600_000;
const SEARCH_EVERY_MS = 20;
const BULK_DOCUMENTS = 200;
const LIVE = `candidates-${ACME}`;
const SCRATCH = 'bench-raw';

export const indexRebuilt: Goal = {
  id: 'REL-9',
  statement: `an index is built anew while every search finds everybody, with no difference afterwards, at ${LEAST} × the rate of a raw bulk of the same documents or more`,
  size: 1_000,
  unit: 'candidates',
  measure: (run) =>
    onStack(run, { size: run.size, speed: run.speed ?? 50, environment: ONLY_WHEN_ASKED }, async (stack) => {
      await untilQuiet(stack);
      const documents: ScannedDocument[] = [];
      for await (const document of scanIndex(stack.engines.elasticsearch.url, LIVE)) {
        documents.push(document);
      }
      run.say(`${documents.length} documents`);
      const searches = { made: 0, wrong: 0 };
      // Time by time, so the raw one over ours is our rate by the raw one.
      const ratio = await measureRatio(run.seed, () => bulkRaw(stack, documents), () => rebuild(stack, searches));
      const differing = await countDifferences(stack, run.say);
      return {
        isMet: ratio.low >= LEAST && searches.wrong === 0 && searches.made > 0 && differing === 0,
        figure: `${showRatio(ratio)} of a raw bulk; ${searches.wrong} of ${searches.made} searches failed or missed somebody; ${differing} differences`,
      };
    }),
};

async function rebuild({ clients, as }: TestStack, searches: { made: number; wrong: number }): Promise<number> {
  const count = async () => (await clients.search.searchCandidates({ pageSize: 1 }, as(ACME))).totalSize;
  const everybody = await count();
  const startedAt = performance.now();
  let ms: number | undefined;
  const rebuilt = clients.opsOf('search').runComparator({ comparator: 'candidates', tenantId: ACME, rebuild: true }, { ...as(), deadlineMs: REBUILD_MS }).finally(() => {
    ms = performance.now() - startedAt;
  });
  // It may fail before it is waited for.
  rebuilt.catch(() => undefined);
  while (ms === undefined) {
    searches.made += 1;
    searches.wrong += await count().then((found) => (found === everybody ? 0 : 1), () => 1);
    await sleep(SEARCH_EVERY_MS);
  }
  await rebuilt;
  return ms;
}

/** The same documents into an index of the same mapping, with nobody else to ask: as fast as Elasticsearch takes them. */
async function bulkRaw(stack: TestStack, documents: readonly ScannedDocument[]): Promise<number> {
  const described = z.record(z.string(), z.object({ mappings: z.unknown() })).parse(await ask(stack, 'GET', LIVE));
  const mappings = Object.values(described)[0]?.mappings;
  const startedAt = performance.now();
  await ask(stack, 'PUT', SCRATCH, JSON.stringify({ settings: { number_of_replicas: 0 }, mappings }));
  for (let from = 0; from < documents.length; from += BULK_DOCUMENTS) {
    const lines = documents.slice(from, from + BULK_DOCUMENTS).flatMap(({ id, source }) => [JSON.stringify({ index: { _id: id } }), JSON.stringify(source)]);
    const { errors } = z.object({ errors: z.boolean() }).parse(await ask(stack, 'POST', `${SCRATCH}/_bulk`, `${lines.join('\n')}\n`));
    if (errors) {
      throw new Error('The raw bulk was refused.');
    }
  }
  await ask(stack, 'POST', `${SCRATCH}/_refresh`);
  const ms = performance.now() - startedAt;
  await ask(stack, 'DELETE', SCRATCH);
  return ms;
}

async function ask({ engines }: TestStack, method: string, path: string, body?: string): Promise<unknown> {
  const url = `${engines.elasticsearch.url}/${path}`;
  const response = await fetch(url, { method, signal: AbortSignal.timeout(60_000), ...(body === undefined ? {} : { body, headers: { 'content-type': path.endsWith('_bulk') ? 'application/x-ndjson' : 'application/json' } }) });
  if (!response.ok) {
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }
  return response.json();
}
