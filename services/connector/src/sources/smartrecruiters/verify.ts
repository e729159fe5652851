import { Capability, VerificationOutcome, type PermissionCheck } from '@secondlook/contracts';

import { AtsRefusedError, UnexpectedAnswerError } from '../errors';
import { isObject, parseObject, textAt } from '../json';
import { type AtsCall, type SourceVerification } from '../source';
import { capabilities, COMPANY_PATH, type Permission } from './capabilities';

/** The company says whose credential it is and needs the least; then each permission of the capabilities is tried, once. */
export async function verify(call: AtsCall, chosen: readonly Capability[]): Promise<SourceVerification> {
  const company = await askForCompany(call);
  if (company === undefined) {
    return verdict(VerificationOutcome.BAD_TOKEN, 'The ATS does not know this token. Create a new one in its Credential Manager.', []);
  }
  const tried = new Map([['configuration_read', company !== 'refused']]);
  const checks: PermissionCheck[] = [];
  for (const { capability, permissions } of capabilities.filter((one) => chosen.includes(one.capability))) {
    for (const wanted of permissions) {
      const { permission, required, purpose } = wanted;
      const granted = tried.get(permission) ?? (await isGranted(call, wanted));
      tried.set(permission, granted);
      checks.push({ permission, required, purpose, granted, capability });
    }
  }
  const identity = company === 'refused' ? {} : company;
  const missing = checks.filter(({ granted, required }) => required && !granted);
  return missing.length > 0
    ? verdict(VerificationOutcome.MISSING_PERMISSION, describeMissing(missing), checks, identity)
    : verdict(VerificationOutcome.OK, `The token works.${describeLost(checks)}`, checks, identity);
}

function describeMissing(missing: readonly PermissionCheck[]): string {
  const names = new Set(missing.map(({ permission }) => permission));
  const mirrors = missing.every(({ capability }) => capability !== Capability.REDISCOVERY);
  return `The token lacks: ${[...names].join(', ')}. Give its system role access to these.${mirrors ? ' The mirror does without.' : ''}`;
}

function describeLost(checks: readonly PermissionCheck[]): string {
  const lost = checks.filter(({ granted }) => !granted).map(({ permission, purpose }) => `${permission} (to ${purpose})`);
  return lost.length === 0 ? '' : ` It lacks what can be done without: ${lost.join(', ')}.`;
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
