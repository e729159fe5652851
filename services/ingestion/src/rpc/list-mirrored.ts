import { MirroredKind, type ListMirroredRequest, type ListMirroredResponse } from '@secondlook/contracts';
import { clampPageSize, fromPageToken, InvalidInputError, toPageToken, type Authenticated } from '@secondlook/kit';

import { type ListedEntity } from '../store/candidates';
import { type Parts } from '.';

const DEFAULT_PAGE = 1_000;
const MAX_PAGE = 5_000;

export function createListMirrored({ candidates, jobs }: Parts) {
  return async ({ connectionId, kind, pageSize, pageToken, ...scope }: ListMirroredRequest, { tenantId }: Authenticated): Promise<ListMirroredResponse> => {
    if (connectionId === '' || kind === MirroredKind.UNSPECIFIED || kind === MirroredKind.UNRECOGNIZED) {
      throw new InvalidInputError([{ field: connectionId === '' ? 'connection_id' : 'kind', description: 'must be set' }]);
    }
    const limit = clampPageSize(pageSize, DEFAULT_PAGE, MAX_PAGE);
    const owner = kind === MirroredKind.JOB ? jobs : candidates;
    const rows = await owner.listListed(tenantId, fromPageToken(pageToken), limit);
    const found = rows.filter((row) => row.connectionId === connectionId && (row.isListed || kind === MirroredKind.EVERY_CANDIDATE) && (kind === MirroredKind.JOB || isWithin(row, scope)));
    return {
      externalIds: found.map(({ externalId }) => externalId),
      entities: found.map(({ externalId, consentJson = '', isOutOfView: outOfView = false }) => ({ externalId, consentJson: Buffer.from(consentJson), outOfView })),
      nextPageToken: rows.length === limit ? toPageToken(rows.at(-1)?._id ?? '') : '',
    };
  };
}

/** Whoever's last change is not known is in no year. */
function isWithin({ changedTime, jobExternalIds = [] }: ListedEntity, { updatedSince, jobExternalIds: wanted }: Pick<ListMirroredRequest, 'updatedSince' | 'jobExternalIds'>): boolean {
  return (updatedSince === undefined || (changedTime !== undefined && changedTime >= updatedSince)) && (wanted.length === 0 || jobExternalIds.some((id) => wanted.includes(id)));
}
