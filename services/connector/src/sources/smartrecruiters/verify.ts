import { VerificationOutcome, type PermissionCheck } from '@secondlook/contracts';

import { AtsRefusedError, UnexpectedAnswerError } from '../errors';
import { isObject, parseObject, textAt } from '../json';
import { type AtsCall, type AtsRequest, type SourceVerification } from '../source';

interface Permission {
  readonly permission: string;
  readonly required: boolean;
  readonly purpose: string;
  /** A call that only this permission allows. */
  readonly probe: AtsRequest;
  /** Answers that show that it was allowed; 200 unless given. */
  readonly allowed?: readonly number[];
}

/** Nobody's: whoever may ask for an application is told that there is none. */
const NO_APPLICATION = '00000000-0000-4000-8000-000000000000';

/** What the mirror reads, and how to tell whether it may. `GET /candidates?limit=1` comes last: that endpoint allows one call at a time. */
const PERMISSIONS: readonly Permission[] = [
  { permission: 'jobs_read', required: true, purpose: 'mirror jobs', probe: { path: '/jobs', query: { limit: '1', sort: 'job_id' } } },
  { permission: 'webhooks_read', required: false, purpose: 'learn of changes within seconds instead of by polling', probe: { path: '/webhooks-api/v201907/subscriptions', query: { limit: '1' } } },
  {
    permission: 'audit_events_read',
    required: false,
    purpose: 'learn within minutes of deletions and merges that no webhook tells of, instead of once a day; needs the role of an administrator',
    probe: { path: '/audit-api/v201910/audit-events', query: { limit: '1' } },
  },
  {
    permission: 'job_applications_read',
    required: false,
    purpose: 'learn from the audit feed whose application changed while there are no webhooks',
    probe: { path: `/job-applications-api/v202112/job-applications/${NO_APPLICATION}` },
    allowed: [200, 400, 404],
  },
  { permission: 'candidates_read', required: true, purpose: 'mirror candidates and their applications', probe: { path: '/candidates', query: { limit: '1' } } },
];

const COMPANY_PATH = '/configuration/company';

/** The company says whose credential it is and needs the least; then each permission is tried. */
export async function verify(call: AtsCall): Promise<SourceVerification> {
  const company = await askForCompany(call);
  if (company === undefined) {
    return verdict(VerificationOutcome.BAD_TOKEN, 'The ATS does not know this token. Create a new one in its Credential Manager.', []);
  }
  const checks: PermissionCheck[] = [{ permission: 'configuration_read', granted: company !== 'refused', required: true, purpose: 'know whose account it is' }];
  for (const wanted of PERMISSIONS) {
    const { permission, required, purpose } = wanted;
    checks.push({ permission, required, purpose, granted: await isGranted(call, wanted) });
  }
  const identity = company === 'refused' ? {} : company;
  const missing = checks.filter(({ granted, required }) => required && !granted).map(({ permission }) => permission);
  return missing.length > 0
    ? verdict(VerificationOutcome.MISSING_PERMISSION, `The token lacks: ${missing.join(', ')}. Give its system role access to these.`, checks, identity)
    : verdict(VerificationOutcome.OK, `The token works.${describeLost(checks)}`, checks, identity);
}

function describeLost(checks: readonly PermissionCheck[]): string {
  const lost = checks.filter(({ granted }) => !granted).map(({ permission, purpose }) => `${permission} (to ${purpose})`);
  return lost.length === 0 ? '' : ` It lacks what the mirror can do without: ${lost.join(', ')}.`;
}

interface Company {
  readonly identifier?: string;
  readonly name?: string;
}

/** Undefined for an unknown token. Throws UnexpectedAnswerError when something else answers than this ATS. */
async function askForCompany(call: AtsCall): Promise<Company | 'refused' | undefined> {
  try {
    const answer = await call({ path: COMPANY_PATH });
    const body = answer.status === 200 ? parseObject(answer, COMPANY_PATH) : undefined;
    const identifier = isObject(body) ? textAt(body, 'identifier') : undefined;
    if (body === undefined || identifier === undefined) {
      throw new UnexpectedAnswerError(`The answer to GET ${COMPANY_PATH} is not SmartRecruiters'.`);
    }
    const name = textAt(body, 'name');
    return { identifier, ...(name === undefined ? {} : { name }) };
  } catch (error) {
    if (error instanceof AtsRefusedError) {
      return error.status === 401 ? undefined : 'refused';
    }
    throw error;
  }
}

async function isGranted(call: AtsCall, { probe, allowed = [200] }: Permission): Promise<boolean> {
  try {
    return allowed.includes((await call(probe)).status);
  } catch (error) {
    if (error instanceof AtsRefusedError) {
      return false;
    }
    throw error;
  }
}

function verdict(outcome: VerificationOutcome, message: string, checks: readonly PermissionCheck[], company: Company = {}): SourceVerification {
  return { outcome, message, checks, companyIdentifier: company.identifier ?? '', companyName: company.name ?? '' };
}
