import { Corpus } from '@secondlook/contracts';

import { findJobLookups, type CompileContext } from '../domain/compile/query';
import { type Node } from '../domain/query/tree';
import { type FindJobs } from '../store/find-jobs';

/** What a query is compiled with: the time, and the jobs that its words mean. Profiles have none. */
export async function compileContext(findJobs: FindJobs, corpus: Corpus, tenantId: string, tree: Node, signal: AbortSignal): Promise<CompileContext> {
  const lookups = corpus === Corpus.PROFILES ? [] : [...findJobLookups(tree)];
  return { now: new Date(), jobIds: await findJobs.lookUp(tenantId, lookups, signal) };
}
