import { SyncKind } from '@secondlook/contracts';

import { decideListsInstead } from '../domain/cut-short';
import { type StreamProgress, type SyncRunDocument } from '../store/sync-runs';
import { listMirrored } from './find-suspects';
import { type Pulling } from './pulling';

/** The lists to read in the place of one that the ATS cut short; none for one that was whole, or where lists cannot be limited. */
export async function findListsInstead(list: StreamProgress, { _id, kind, scope }: SyncRunDocument, pulling: Pulling): Promise<StreamProgress[]> {
  if (pulling.source.importing === undefined || list.listed >= list.total) {
    return [];
  }
  const jobs = scope?.jobExternalIds ?? (kind === SyncKind.FULL ? [...(await pulling.sightings.find(pulling.connectionId, _id, 'job'))] : await findJobs(pulling));
  const instead = decideListsInstead(list, jobs);
  if (instead.length === 0) {
    return [];
  }
  pulling.log.warn({ syncRunId: _id, listed: list.listed, total: list.total, lists: instead.length }, 'the ATS ended a list before it had named all; it is read job by job');
  return instead.map((jobExternalIds) => ({ name: list.name, jobExternalIds, cutAt: list.cutAt ?? list.listed, done: false, listed: 0, total: 0 }));
}

/** A pass over what changed does not list all jobs. */
async function findJobs(pulling: Pulling): Promise<string[]> {
  const jobs: string[] = [];
  for await (const externalId of listMirrored('job', {}, pulling)) {
    jobs.push(externalId);
  }
  return jobs;
}
