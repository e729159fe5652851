import { SHARED } from '@secondlook/contracts';
import { InvalidInputError } from '@secondlook/kit';

/** A tenant's id is part of database, index and subject names. */
export function parseTenantId(text: string): string {
  if (!/^[a-z][a-z0-9-]{1,31}$/.test(text) || text === SHARED) {
    throw new InvalidInputError([
      { field: 'tenant_id', description: 'must be 2 to 32 lower-case letters, digits and hyphens, start with a letter, and not be "shared"' },
    ]);
  }
  return text;
}
