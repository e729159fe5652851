import { Capability, VerificationOutcome, type SourceCapability, type Verification } from '@secondlook/contracts';
import { InvalidInputError } from '@secondlook/kit';

/** What a connection is used for: what every one of its source is, and what was chosen besides. */
export function parseCapabilities(chosen: readonly Capability[], offered: readonly SourceCapability[]): Capability[] {
  if (chosen.some((wanted) => offered.every(({ capability }) => capability !== wanted))) {
    throw new InvalidInputError([{ field: 'capabilities', description: `must be of: ${offered.map(({ capability }) => capability).join(', ')}` }]);
  }
  return offered.filter(({ always, capability }) => always || chosen.includes(capability)).map(({ capability }) => capability);
}

/**
 * Whether the credential, when it was last verified, could do all that a capability cannot do without. What another capability lacks
 * is no reason to stop: the mirror goes on while exports wait for a permission.
 */
export function isUsable(verification: Verification | undefined, capability: Capability): boolean {
  switch (verification?.outcome) {
    case VerificationOutcome.OK:
    case VerificationOutcome.MISSING_PERMISSION: {
      const needed = verification.checks.filter((check) => check.required && check.capability === capability);
      // The checks of earlier releases name no capability: there was the mirror alone.
      const isWhole = verification.outcome === VerificationOutcome.OK && capability === Capability.REDISCOVERY;
      return isWhole || (needed.length > 0 && needed.every(({ granted }) => granted));
    }
    default:
      return false;
  }
}
