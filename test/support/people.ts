import { type Candidate } from '@secondlook/contracts';
import { allPages } from '@secondlook/kit';
import { readCandidates, type Stack, type TestStack } from '@secondlook/testkit';

/** Everybody the mirror has of a tenant, tombstones left out. */
export async function listPeople({ view }: TestStack, tenant: string): Promise<Candidate[]> {
  return (await readCandidates(view(), tenant)).filter(({ deleted }) => !deleted);
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
