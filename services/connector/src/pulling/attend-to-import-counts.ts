import { pause } from '@secondlook/kit';

import { scopeKey, yearsToChoose, type ImportScope } from '../domain/import-scope';
import { AtsRefusedError, AtsUnavailableError, UnexpectedAnswerError } from '../sources/errors';
import { type AtsCall, type SourceImporting } from '../sources/source';
import { type CountedJob, type CountedYear, type ImportAnswer, type ImportQuestion } from '../store/import-counts';
import { type Pulling } from './pulling';
import { type Wakeups } from './wakeups';

const TICK_MS = 1_000;
/** People wait for it. */
const ATTEMPTS = 3;

/** Counts what people ask for, also while the connection is paused, for as long as the lease is held. One question at a time. */
export async function attendToImportCounts(pulling: Pulling, wakeups: Wakeups): Promise<void> {
  const { connectionId, importCounts, source, signal, log } = pulling;
  const { importing } = source;
  while (importing !== undefined && !signal.aborted) {
    wakeups.consume('counting', connectionId);
    try {
      for (const { _id, question, asked } of await importCounts.listOpen(connectionId)) {
        await importCounts.answer(_id, asked, await answerTo(question, importing, pulling));
      }
    } catch (error) {
      signal.throwIfAborted();
      log.warn({ err: error }, 'counting what an import brings failed; it is tried again');
    }
    await pause(TICK_MS, AbortSignal.any([signal, wakeups.signal('counting', connectionId)]));
  }
}

async function answerTo(question: ImportQuestion, importing: SourceImporting, { callAs, signal }: Pulling): Promise<ImportAnswer> {
  const call = callAs('list', ATTEMPTS, true);
  try {
    return question.kind === 'scope' ? await countScope(question.scope, importing, call) : await countJobs(question, importing, call);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AtsRefusedError) {
      return { kind: 'refused', reason: error.message };
    }
    if (error instanceof AtsUnavailableError || error instanceof UnexpectedAnswerError) {
      return { kind: 'unavailable', reason: error.message };
    }
    throw error;
  }
}

/** Nothing is counted twice: the scope's own year is among the years. */
async function countScope({ sinceYear, ...jobs }: ImportScope, importing: SourceImporting, call: AtsCall): Promise<ImportAnswer> {
  const total = await importing.count({}, call);
  const ofJobs = scopeKey(jobs) === '' ? total : await importing.count(jobs, call);
  const years: CountedYear[] = [];
  for (const year of yearsToChoose(new Date())) {
    const candidatesSince = await importing.count({ ...jobs, sinceYear: year }, call);
    years.push({ year, candidatesSince, candidates: candidatesSince - (years.at(-1)?.candidatesSince ?? 0) });
    if (candidatesSince >= ofJobs) {
      break;
    }
  }
  const counted = years.find(({ year }) => year === sinceYear)?.candidatesSince;
  const oldest = years.at(-1);
  // Before the oldest year that was counted there is nobody, unless the years ran out.
  const inScope = sinceYear === undefined ? ofJobs : counted ?? (oldest !== undefined && oldest.candidatesSince >= ofJobs ? ofJobs : await importing.count({ ...jobs, sinceYear }, call));
  return { kind: 'scope', total, inScope, years };
}

async function countJobs({ sinceYear, cursor, limit }: Extract<ImportQuestion, { kind: 'jobs' }>, importing: SourceImporting, call: AtsCall): Promise<ImportAnswer> {
  const { jobs, next, total } = await importing.listJobs({ cursor: cursor === '' ? undefined : cursor, limit }, call);
  const counted: CountedJob[] = [];
  for (const job of jobs) {
    counted.push({ ...job, candidates: await importing.count({ jobExternalIds: [job.externalId], ...(sinceYear === 0 ? {} : { sinceYear }) }, call) });
  }
  return { kind: 'jobs', jobs: counted, next: next ?? '', total };
}
