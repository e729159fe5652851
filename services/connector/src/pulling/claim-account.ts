import { VerificationOutcome, type Verification } from '@secondlook/contracts';

import { type ConnectionDocument } from '../store/connections';
import { type PullingParts } from './pulling';

/**
 * One connection of a tenant reads an account of an ATS: a second one would show everybody twice, and share the credential's limits
 * unknowingly. Answers the connection that has the account, if it is another one.
 */
export async function claimAccount(connection: ConnectionDocument, companyIdentifier: string, { accounts, connections }: Pick<PullingParts, 'accounts' | 'connections'>): Promise<ConnectionDocument | undefined> {
  const { _id, companyIdentifier: before } = connection;
  let holder: ConnectionDocument | undefined;
  const holderId = await accounts.claim({ ...connection, companyIdentifier }, _id, async (otherId) => {
    holder = await connections.find(otherId);
    return holder !== undefined && !holder.removing;
  });
  if (holderId !== _id) {
    return holder;
  }
  if (before !== '' && before !== companyIdentifier) {
    await accounts.release(connection, _id);
  }
  return undefined;
}

/** What a verification says of a credential whose account another connection reads. */
export function toAlreadyConnected(verification: Verification, other: ConnectionDocument): Verification {
  return { ...verification, outcome: VerificationOutcome.ALREADY_CONNECTED, message: describeOther(other) };
}

export function describeOther({ _id, displayName, companyIdentifier }: Pick<ConnectionDocument, '_id' | 'displayName' | 'companyIdentifier'>): string {
  return `This account of the ATS is connected already, as "${displayName === '' ? companyIdentifier : displayName}" (${_id}). Use that connection, or remove it first.`;
}
