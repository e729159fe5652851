import { type ReadPosition } from '@secondlook/contracts';
import { ignoreDuplicateKey, type TenantDatabases } from '@secondlook/kit';

import { type FoldOutcome } from '../domain/fold';
import { hashJson, parseJsonObject } from '../domain/json';
import { compareReads } from '../domain/read-position';

/** Reasons, sources, properties: lists of the ATS, verbatim. */
interface ReferenceDocument {
  /** `<connection>|<name>` */
  readonly _id: string;
  readonly revision: number;
  readonly read: ReadPosition;
  readonly json: string;
  readonly hash: string;
}

export type ReferenceLists = ReturnType<typeof createReferenceLists>;

export function createReferenceLists(databases: TenantDatabases) {
  const lists = {
    /** Keeps the list unless a newer one is held. */
    async put(tenantId: string, connectionId: string, name: string, bytes: Uint8Array, read: ReadPosition): Promise<FoldOutcome> {
      const parsed = parseJsonObject(bytes);
      if (typeof parsed === 'string') {
        return { quarantined: parsed };
      }
      const collection = (await databases.open(tenantId)).collection<ReferenceDocument>('reference');
      const _id = `${connectionId}|${name}`;
      const held = await collection.findOne({ _id });
      if (held !== null && compareReads(read, held.read) <= 0) {
        return compareReads(read, held.read) === 0 ? 'unchanged' : 'superseded';
      }
      const next = { revision: (held?.revision ?? 0) + 1, read, json: Buffer.from(bytes).toString('utf8'), hash: hashJson(parsed) };
      const isWritten = held === null ? (await collection.insertOne({ _id, ...next }).then(() => true, ignoreDuplicateKey)) === true : (await collection.replaceOne({ _id, revision: held.revision }, next)).matchedCount === 1;
      // Another was faster: which of the two is newer is looked at again.
      return isWritten ? (held?.hash === next.hash ? 'seen' : 'kept') : lists.put(tenantId, connectionId, name, bytes, read);
    },
  };
  return lists;
}
