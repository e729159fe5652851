import { type AnswerHeaders, type Source } from '../source';
import { audit } from './audit';
import { capabilities } from './capabilities';
import { importing } from './importing';
import { listPage } from './list-page';
import { readCandidate } from './read-candidate';
import { readConsent } from './read-consent';
import { readJob } from './read-job';
import { readReference, referenceLists } from './read-reference';
import { exporting } from './test-candidates';
import { verify } from './verify';
import { webhooks } from './webhooks';

const READERS = { candidate: readCandidate, job: readJob, consent: readConsent };

/** SmartRecruiters' customer APIs, by their public reference. The smallest credential that works is listed in capabilities.ts. */
export const smartrecruiters: Source = {
  name: 'smartrecruiters',
  defaultBaseUrl: 'https://api.smartrecruiters.com',
  limits: { callsPerWindow: 10, concurrentCalls: 8 },
  authorize: (token) => ({ 'x-smarttoken': token }),
  readLimits: (headers) => ({
    callsPerWindow: numberIn(headers, 'x-ratelimit-limit', 1),
    remainingCalls: numberIn(headers, 'x-ratelimit-remaining', 0),
    concurrentCalls: concurrentCallsIn(headers),
  }),
  capabilities,
  verify,
  streams: ['jobs', 'candidates'],
  listPage,
  read: (kind, externalId, reading) => READERS[kind](externalId, reading),
  isThere: async (kind, externalId, call) =>
    (await call({ path: `/${kind === 'candidate' ? 'candidates' : 'jobs'}/${encodeURIComponent(externalId)}` })).status === 200,
  referenceLists,
  readReference,
  webhooks,
  audit,
  exporting,
  importing,
};

function numberIn(headers: AnswerHeaders, name: string, least: number): number | undefined {
  const value = Number(headers[name] ?? NaN);
  return Number.isInteger(value) && value >= least ? value : undefined;
}

/** The candidates list says 1: that is its own limit, kept by listing one page at a time, not the connection's. */
function concurrentCallsIn(headers: AnswerHeaders): number | undefined {
  const concurrent = numberIn(headers, 'x-ratelimit-concurrent-limit', 1);
  return concurrent === 1 ? undefined : concurrent;
}
