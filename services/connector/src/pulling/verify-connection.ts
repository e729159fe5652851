import { VerificationOutcome, type Capability, type Verification } from '@secondlook/contracts';

import { AtsRefusedError, AtsUnavailableError, UnexpectedAnswerError, type UnreachableReason } from '../sources/errors';
import { type AtsCall, type Source, type SourceVerification } from '../sources/source';

const OUTCOMES: Record<UnreachableReason, VerificationOutcome> = {
  unreachable: VerificationOutcome.UNREACHABLE,
  tls: VerificationOutcome.TLS_FAILURE,
  rate_limited: VerificationOutcome.RATE_LIMITED,
  host_not_allowed: VerificationOutcome.HOST_NOT_ALLOWED,
};

export interface Verified {
  readonly verification: Verification;
  readonly companyIdentifier: string;
  readonly companyName: string;
}

/** Asks the ATS what the credential may do, and tells the reasons apart that have different remedies. */
export async function verifyConnection(source: Source, capabilities: readonly Capability[], openCall: () => AtsCall, now: () => Date): Promise<Verified> {
  const { outcome, message, checks, companyIdentifier, companyName } = await ask(source, capabilities, openCall);
  return { verification: { outcome, message, checks: [...checks], verifiedTime: now() }, companyIdentifier, companyName };
}

async function ask(source: Source, capabilities: readonly Capability[], openCall: () => AtsCall): Promise<SourceVerification> {
  try {
    return await source.verify(openCall(), capabilities);
  } catch (error) {
    const failure = describe(error);
    if (failure === undefined) {
      throw error;
    }
    return { ...failure, checks: [], companyIdentifier: '', companyName: '' };
  }
}

function describe(error: unknown): { outcome: VerificationOutcome; message: string } | undefined {
  if (error instanceof AtsUnavailableError) {
    return { outcome: OUTCOMES[error.reason], message: error.message };
  }
  if (error instanceof UnexpectedAnswerError) {
    return { outcome: VerificationOutcome.NOT_THE_SOURCE, message: `What answers at this address is not the ATS. ${error.message}` };
  }
  if (error instanceof AtsRefusedError) {
    return { outcome: VerificationOutcome.MISSING_PERMISSION, message: error.message };
  }
  return undefined;
}
