import { type Candidate } from '@secondlook/contracts';
import { allPages } from '@secondlook/kit';
import { readState, type Stack } from '@secondlook/testkit';

const BATCH = 100;

/** Everybody the mirror has of a tenant, tombstones left out. */
export async function listPeople({ clients, as }: Stack, tenant: string): Promise<Candidate[]> {
  const ids: string[] = [];
  for await (const { id, deleted } of allPages((pageToken) => clients.ingestion.listCandidates({ pageToken, pageSize: 1_000 }, as(tenant)), ({ candidates }) => candidates)) {
    if (!deleted) {
      ids.push(id);
    }
  }
  const people: Candidate[] = [];
  for (let start = 0; start < ids.length; start += BATCH) {
    const { candidates } = await clients.ingestion.getCandidates({ candidateIds: ids.slice(start, start + BATCH), includeParts: true, includeTexts: true }, as(tenant));
    people.push(...candidates);
  }
  return people;
}

/** Ids of everybody a search finds, in its order, page by page. */
export async function findAll({ clients, as }: Stack, tenant: string, request: Parameters<Stack['clients']['search']['searchCandidates']>[0], pageSize = 100): Promise<string[]> {
  const found: string[] = [];
  for await (const { candidateId } of allPages((pageToken) => clients.search.searchCandidates({ ...request, pageSize, pageToken }, as(tenant)), ({ hits }) => hits)) {
    found.push(candidateId);
  }
  return found;
}

export async function countOf({ clients, as }: Stack, tenant: string, query: string): Promise<number> {
  return (await clients.search.searchCandidates({ query, pageSize: 1 }, as(tenant))).totalSize;
}

/** What the ATS of a tenant holds. */
export async function stateOf({ sandbox }: Stack, tenant: string) {
  const endpoint = sandbox[tenant];
  if (endpoint === undefined) {
    throw new Error(`There is no sandbox of ${tenant}.`);
  }
  return readState(endpoint);
}
