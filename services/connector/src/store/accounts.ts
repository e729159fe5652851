import { ignoreDuplicateKey } from '@secondlook/kit';
import { type Db } from 'mongodb';

import { untilWritten } from './until-written';

/** Which connection reads an account of an ATS for a tenant: one does. */
interface AccountDocument {
  readonly _id: string;
  readonly connectionId: string;
}

export interface Account {
  readonly tenantId: string;
  readonly source: string;
  readonly baseUrl: string;
  /** The ATS's own name of it. */
  readonly companyIdentifier: string;
}

export type Accounts = ReturnType<typeof createAccounts>;

export function createAccounts(database: Db) {
  const accounts = database.collection<AccountDocument>('accounts');

  return {
    /** Who has the account now: whoever came first, unless it is gone. Of several that ask at once one gets it. */
    async claim(account: Account, connectionId: string, isThere: (holderId: string) => Promise<boolean>): Promise<string> {
      const _id = keyOf(account);
      return untilWritten('the account', async () => {
        const held = await accounts.findOne({ _id });
        if (held === null) {
          return accounts.insertOne({ _id, connectionId }).then(() => connectionId, ignoreDuplicateKey);
        }
        if (held.connectionId === connectionId || (await isThere(held.connectionId))) {
          return held.connectionId;
        }
        const { matchedCount } = await accounts.updateOne({ _id, connectionId: held.connectionId }, { $set: { connectionId } });
        return matchedCount === 1 ? connectionId : undefined;
      });
    },

    /** Lets another connection have it. */
    async release(account: Account, connectionId: string): Promise<void> {
      await accounts.deleteOne({ _id: keyOf(account), connectionId });
    },
  };
}

/** Begins with the tenant: what another one has connected is nobody's business. */
function keyOf({ tenantId, source, baseUrl, companyIdentifier }: Account): string {
  return JSON.stringify([tenantId, source, baseUrl, companyIdentifier]);
}
