import { createTenantSealer, sealPurposes, type Sealer } from '@secondlook/kit';
import { type Db } from 'mongodb';

import { gather } from './gather';

/** A callback that a source may call. Its path is random: it names the tenant, so no request field has to. */
export interface CallbackDocument {
  /** The last segment of the callback URL. */
  readonly _id: string;
  readonly tenantId: string;
  readonly connectionId: string;
  readonly source: string;
  readonly sealedSigningKeys: readonly string[];
  readonly wrappedDataKey: string;
  readonly activationPendingUntil: Date | undefined;
}

export type Callbacks = ReturnType<typeof createCallbacks>;

export function createCallbacks(database: Db, keyEncryption: Sealer) {
  const callbacks = database.collection<CallbackDocument>('callbacks');

  const findOne = gather(async (paths: readonly string[]) => {
    const found = await callbacks.find({ _id: { $in: [...new Set(paths)] } }).toArray();
    return paths.map((path) => found.find(({ _id }) => _id === path));
  });

  return {
    async put({ _id, ...callback }: CallbackDocument): Promise<void> {
      await callbacks.replaceOne({ _id }, callback, { upsert: true });
    },

    find: (path: string): Promise<CallbackDocument | undefined> => findOne(path),

    async listOf(tenantId: string): Promise<CallbackDocument[]> {
      return callbacks.find({ tenantId }).toArray();
    },

    async remove(path: string): Promise<void> {
      await callbacks.deleteOne({ _id: path });
    },

    async removeOf(tenantId: string): Promise<void> {
      await callbacks.deleteMany({ tenantId });
    },

    /** The keys that may sign, opened: the gateway verifies without asking anybody. */
    openSigningKeys({ wrappedDataKey, sealedSigningKeys }: CallbackDocument): Buffer[] {
      const sealer = createTenantSealer(keyEncryption.open(wrappedDataKey, sealPurposes.tenantDataKey));
      return sealedSigningKeys.map((sealed) => sealer.open(sealed, sealPurposes.webhookSigningKey));
    },
  };
}
