import {
  MirroredKind,
  type CountImportRequest,
  type CountImportResponse,
  type IngestionServiceDefinition,
  type ListImportJobsRequest,
  type ListImportJobsResponse,
} from '@secondlook/contracts';
import { allPages, clampPageSize, fromPageToken, InvalidInputError, SettingsError, toPageToken, UnavailableError, type Authenticated, type GrpcClient } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { describeScope, parseImportScope, scopeKey, sinceOf, type ImportScope } from '../domain/import-scope';
import { getSource } from '../sources';
import { type Source } from '../sources/source';
import { scopeOf } from '../store/connections';
import { type ImportAnswer, type ImportQuestion } from '../store/import-counts';
import { type Parts } from '.';
import { waitUntil } from './wait-until';

const PATIENCE_MS = 60_000;
const DEFAULT_JOBS = 20;
const MAX_JOBS = 50;
const MIRRORED_PAGE = 5_000;

/** Throws InvalidInputError for a scope of a source that cannot be limited. */
export function requireImporting({ name, importing }: Source, scope: ImportScope): void {
  if (importing === undefined && scopeKey(scope) !== '') {
    throw new InvalidInputError([{ field: 'import_scope', description: `must be empty: "${name}" brings everybody` }]);
  }
}

/** The ATS's list is asked by the holder of the connection's lease; what is mirrored, ingestion knows. */
export function createCountImport(parts: Parts) {
  const { connections, ingestion } = parts;
  return async ({ connectionId, importScope }: CountImportRequest, { tenantId, signal }: Authenticated & CallContext): Promise<CountImportResponse> => {
    const connection = await connections.get(tenantId, connectionId);
    const scope = importScope === undefined ? scopeOf(connection) : parseImportScope(importScope, new Date());
    const { total, inScope, years } = await ask('scope', { kind: 'scope', scope }, connection, parts, signal);
    const { mirrored } = await ingestion.countCandidates({ connectionId }, { tenantId, signal });
    const mirroredOutside = scopeKey(scope) === '' ? 0 : mirrored - (await countMirrored(ingestion, scope, { tenantId, connectionId }, signal));
    return { total, inScope, years: [...years], mirrored, mirroredOutside, summary: describeScope({ total, inScope, mirrored, mirroredOutside }) };
  };
}

export function createListImportJobs(parts: Parts) {
  return async ({ connectionId, updatedSinceYear, pageSize, pageToken }: ListImportJobsRequest, { tenantId, signal }: Authenticated & CallContext): Promise<ListImportJobsResponse> => {
    const connection = await parts.connections.get(tenantId, connectionId);
    const { sinceYear = 0 } = parseImportScope({ updatedSinceYear, jobExternalIds: [] }, new Date());
    const question = { kind: 'jobs' as const, sinceYear, limit: clampPageSize(pageSize, DEFAULT_JOBS, MAX_JOBS), cursor: fromPageToken(pageToken) ?? '' };
    const { jobs, next, total } = await ask('jobs', question, connection, parts, signal);
    return {
      jobs: jobs.map(({ externalId, ...job }) => ({ jobExternalId: externalId, ...job })),
      nextPageToken: next === '' ? '' : toPageToken(next),
      totalSize: total,
    };
  };
}

type AnswerOf<Kind> = Extract<ImportAnswer, { kind: Kind }>;

async function ask<Kind extends ImportQuestion['kind']>(kind: Kind, question: ImportQuestion, { _id, source }: { _id: string; source: string }, { importCounts, wake }: Parts, signal: AbortSignal): Promise<AnswerOf<Kind>> {
  if (getSource(source).importing === undefined) {
    throw new SettingsError(`What a connection to "${source}" brings cannot be limited.`);
  }
  const { id, asked } = await importCounts.ask(_id, question);
  wake(_id);
  const answer = await waitUntil(() => importCounts.findAnswer(id, asked), PATIENCE_MS, 'The ATS has not answered yet. Ask again.', signal);
  if (answer.kind === 'refused') {
    throw new SettingsError(`The ATS refuses the credential: ${answer.reason}`);
  }
  if (!isOf(kind, answer)) {
    throw new UnavailableError(answer.kind === 'unavailable' ? answer.reason : 'Ask again.');
  }
  return answer;
}

function isOf<Kind extends ImportAnswer['kind']>(kind: Kind, answer: ImportAnswer): answer is AnswerOf<Kind> {
  return answer.kind === kind;
}

async function countMirrored(ingestion: GrpcClient<IngestionServiceDefinition>, scope: ImportScope, { tenantId, connectionId }: { tenantId: string; connectionId: string }, signal: AbortSignal): Promise<number> {
  const wanted = { connectionId, kind: MirroredKind.EVERY_CANDIDATE, pageSize: MIRRORED_PAGE, updatedSince: sinceOf(scope), jobExternalIds: [...(scope.jobExternalIds ?? [])] };
  let count = 0;
  for await (const _externalId of allPages((pageToken) => ingestion.listMirrored({ ...wanted, pageToken }, { tenantId, signal }), ({ externalIds }) => externalIds)) {
    count += 1;
  }
  return count;
}
