import { SHARED, type DeadLetter, type OpsServiceDefinition } from '@secondlook/contracts';
import { type ServiceImplementation } from 'nice-grpc';

import { NotFoundError } from './errors';
import { type DeadLetterCopy } from './events/dead-letters';
import { type EventServing } from './events/serve-events';
import { type Authenticated } from './grpc/start-grpc-server';
import { type Log } from './log';
import { clampPageSize, fromPageToken, toPageToken } from './paging';
import { type Comparators } from './run-comparators';

/** What OpsService answers from; a service that consumes or compares nothing leaves them out. */
export interface OpsParts {
  readonly eventServing?: EventServing;
  readonly comparators?: Comparators;
  readonly log: Log;
}

const ALL = Number.MAX_SAFE_INTEGER;

/** `secondlook.ops.v1.OpsService`, the same in every service. */
export function createOpsService({ eventServing, comparators, log }: OpsParts): ServiceImplementation<OpsServiceDefinition, Authenticated> {
  return {
    async listDeadLetters({ pageSize, pageToken }) {
      const limit = clampPageSize(pageSize, 100, 1_000);
      const copies = (await eventServing?.deadLetters.list(Number(fromPageToken(pageToken) ?? 0), limit + 1)) ?? [];
      const page = copies.slice(0, limit);
      return {
        deadLetters: page.map(toDeadLetter),
        nextPageToken: copies.length > limit ? toPageToken(String(page.at(-1)?.sequence)) : '',
      };
    },

    async replayDeadLetters({ deadLetterIds }, { signal }) {
      const copies = (await eventServing?.deadLetters.list(0, ALL)) ?? [];
      const chosen = deadLetterIds.length === 0 ? copies : copies.filter(({ sequence }) => deadLetterIds.includes(String(sequence)));
      let succeeded = 0;
      for (const copy of chosen) {
        try {
          await eventServing?.replay(copy, signal);
          succeeded += 1;
        } catch (error) {
          log.warn({ err: error, event: copy.event, entityId: copy.doorbell.id }, 'a replayed dead letter failed again');
        }
      }
      return { succeeded, failed: chosen.length - succeeded };
    },

    async runComparator({ comparator, tenantId, rebuild }, { signal }) {
      const all = comparators?.definitions ?? [];
      const chosen = all.filter(({ name }) => comparator === '' || name === comparator);
      if (comparators === undefined || chosen.length === 0) {
        throw new NotFoundError(`This service has no comparator "${comparator}"; it has: ${all.map(({ name }) => name).join(', ')}.`);
      }
      const results = [];
      for (const definition of chosen) {
        for (const tenant of (await definition.tenants()).filter((id) => tenantId === '' || id === tenantId)) {
          const comparison = await comparators.compare(definition, tenant, rebuild, signal);
          results.push({ comparator: definition.name, tenantId: tenant === SHARED ? '' : tenant, ...comparison });
        }
      }
      return { results };
    },
  };
}

function toDeadLetter(copy: DeadLetterCopy): DeadLetter {
  return {
    deadLetterId: String(copy.sequence),
    event: copy.event,
    tenantId: copy.tenantId === SHARED ? '' : copy.tenantId,
    entityId: copy.doorbell.id,
    errorKind: copy.errorKind,
    errorMessage: copy.errorMessage,
    attempts: copy.attempts,
    diedTime: copy.diedTime,
  };
}
