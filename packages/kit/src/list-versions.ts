import { type EntityVersion } from '@secondlook/contracts';
import { type Authenticated } from './grpc/start-grpc-server';
import { clampPageSize, fromPageToken, toPageToken } from './paging';
import { type VersionedDocuments } from './versioned-documents';

const DEFAULT_PAGE = 1_000;
const MAX_PAGE = 5_000;

/** The page of an owner's List RPC: `(id, version, deleted)` in order of id. */
export async function listVersions(
  documents: Pick<VersionedDocuments<never>, 'listVersions'>,
  { pageSize, pageToken }: { pageSize: number; pageToken: string },
  { tenantId }: Pick<Authenticated, 'tenantId'>,
): Promise<{ versions: EntityVersion[]; nextPageToken: string }> {
  const limit = clampPageSize(pageSize, DEFAULT_PAGE, MAX_PAGE);
  const rows = await documents.listVersions(tenantId, fromPageToken(pageToken), limit + 1);
  const page = rows.slice(0, limit);
  return {
    versions: page.map(({ _id, version, deleted }) => ({ id: _id, version, deleted })),
    nextPageToken: rows.length > limit ? toPageToken(page.at(-1)?._id ?? '') : '',
  };
}
