import { type AccessRule, type Role } from '@secondlook/contracts';

import { ForbiddenError } from '../errors';

/** Who calls, as its verified token says. */
export interface Caller {
  /** `sub` of the token: a person's opaque id, or a service's name. */
  readonly subject: string;
  readonly roles: readonly Role[];
  /** Absent for tokens about the installation as a whole. */
  readonly tenantId: string | undefined;
}

/** Throws ForbiddenError unless the rule lets the caller in. */
export function requireAccess(caller: Caller, rule: AccessRule | undefined): void {
  if (rule === undefined) {
    throw new ForbiddenError('This call has no access rule.');
  }
  if (!caller.roles.some((role) => rule.roles.includes(role))) {
    throw new ForbiddenError(`This call needs one of the roles: ${rule.roles.join(', ')}.`);
  }
  if (rule.scope === 'tenant' && caller.tenantId === undefined) {
    throw new ForbiddenError('This call is about one tenant, and the token names none.');
  }
}
