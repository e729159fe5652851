import { describe, expect, it } from '@jest/globals';
import { Capability, VerificationOutcome, type PermissionCheck, type SourceCapability } from '@secondlook/contracts';
import { InvalidInputError } from '@secondlook/kit';

import { isUsable, parseCapabilities } from './capabilities';

const { REDISCOVERY, EXPORT } = Capability;
const offer = (capability: Capability, always: boolean): SourceCapability => ({ capability, always, reads: [], writes: [], permissions: [] });
const offered = [offer(REDISCOVERY, true), offer(EXPORT, false)];

describe('what a connection is used for', () => {
  it('is the mirror always, and what was chosen, each once', () => {
    expect(parseCapabilities([], offered)).toEqual([REDISCOVERY]);
    expect(parseCapabilities([EXPORT, EXPORT], offered)).toEqual([REDISCOVERY, EXPORT]);
    expect(parseCapabilities([REDISCOVERY], offered)).toEqual([REDISCOVERY]);
  });

  it.each([Capability.UNSPECIFIED, Capability.UNRECOGNIZED])('is refused when the source has no such thing: %s', (capability) => {
    expect(() => parseCapabilities([capability], offered)).toThrow(InvalidInputError);
  });
});

describe('a capability', () => {
  const check = (capability: Capability, granted: boolean, required = true): PermissionCheck => ({ permission: 'p', purpose: '', capability, granted, required });
  const usable = (outcome: VerificationOutcome, checks: PermissionCheck[]) => [REDISCOVERY, EXPORT].map((capability) => isUsable({ outcome, checks, message: '', verifiedTime: undefined }, capability));

  it('can be used when all that it needs was granted, whatever another one lacks', () => {
    expect(usable(VerificationOutcome.OK, [check(REDISCOVERY, true), check(EXPORT, true), check(EXPORT, false, false)])).toEqual([true, true]);
    expect(usable(VerificationOutcome.MISSING_PERMISSION, [check(REDISCOVERY, true), check(EXPORT, true), check(EXPORT, false)])).toEqual([true, false]);
    expect(usable(VerificationOutcome.MISSING_PERMISSION, [check(REDISCOVERY, false), check(EXPORT, true)])).toEqual([false, true]);
  });

  it('cannot be used before it was asked for, nor with a credential that does not work', () => {
    expect(usable(VerificationOutcome.OK, [check(REDISCOVERY, true)])).toEqual([true, false]);
    expect(usable(VerificationOutcome.BAD_TOKEN, [])).toEqual([false, false]);
    expect(usable(VerificationOutcome.RATE_LIMITED, [check(REDISCOVERY, true), check(EXPORT, true)])).toEqual([false, false]);
    expect(isUsable(undefined, REDISCOVERY)).toBe(false);
  });

  it('that is the mirror goes on where an earlier release verified it', () => {
    expect(usable(VerificationOutcome.OK, [check(Capability.UNSPECIFIED, true)])).toEqual([true, false]);
  });
});
