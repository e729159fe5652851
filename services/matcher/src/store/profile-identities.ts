import { type EntityVersion } from '@secondlook/contracts';
import { type Db } from 'mongodb';

import { type ProfileIdentity } from '../domain/decide';
import { createKeyIndex } from './key-index';

/** What the matcher keeps of the shared profile library: enough to find and weigh. */
interface IdentityDocument {
  readonly _id: string;
  readonly version: number;
  readonly deleted: boolean;
  readonly name: string;
  readonly keys: readonly string[];
  /** Keys it had: candidates that share one must be decided again before these are forgotten. */
  readonly formerKeys: readonly string[];
}

export interface ChangedIdentity extends ProfileIdentity {
  readonly deleted: boolean;
}

export type ProfileIdentities = ReturnType<typeof createProfileIdentities>;

export function createProfileIdentities(database: Db) {
  const identities = database.collection<IdentityDocument>('profiles');
  const profilesByKey = createKeyIndex(() => Promise.resolve(database), 'profile_keys');

  async function find(ids: readonly string[]): Promise<Map<string, IdentityDocument>> {
    const found = await identities.find({ _id: { $in: [...ids] } }).toArray();
    return new Map(found.map((identity) => [identity._id, identity]));
  }

  return {
    /**
     * Keeps those that are newer than what is held. Returns every key that one of them has, or had when it was settled last: the
     * candidates that share one are to be decided again.
     */
    async put(changed: readonly ChangedIdentity[]): Promise<string[]> {
      const held = await find(changed.map(({ profileId }) => profileId));
      const newer = changed.filter(({ profileId, version }) => version > (held.get(profileId)?.version ?? 0));
      const next = newer.map(({ profileId, ...identity }): IdentityDocument => {
        const before = held.get(profileId);
        const formerKeys = [...(before?.keys ?? []), ...(before?.formerKeys ?? [])].filter((key) => !identity.keys.includes(key));
        return { _id: profileId, ...identity, formerKeys: [...new Set(formerKeys)] };
      });
      // Keys are findable before the profile they lead to: so nobody is missed in between.
      await profilesByKey.add(next.flatMap(({ _id: id, keys }) => keys.map((key) => ({ key, id }))));
      if (next.length > 0) {
        const operations = next.map(({ _id, ...replacement }) => ({ replaceOne: { filter: { _id }, replacement, upsert: true } }));
        await identities.bulkWrite(operations, { ordered: false });
      }
      const current = [...held.values(), ...next];
      return [...new Set(current.flatMap(({ keys, formerKeys }) => [...keys, ...formerKeys]))];
    },

    /** The candidates that share keys with these were decided again. */
    async settle(ids: readonly string[]): Promise<void> {
      const former = [...(await find(ids)).values()].filter(({ formerKeys }) => formerKeys.length > 0);
      await profilesByKey.remove(former.flatMap(({ _id: id, formerKeys }) => formerKeys.map((key) => ({ key, id }))));
      for (const { _id, formerKeys } of former) {
        await identities.updateOne({ _id }, { $pull: { formerKeys: { $in: [...formerKeys] } } });
      }
    },

    /** The profiles that have any of these keys. */
    async findByKeys(keys: readonly string[]): Promise<ProfileIdentity[]> {
      const ids = [...(await profilesByKey.find(keys)).values()].flat();
      const found = await find([...new Set(ids)]);
      return [...found.values()].filter(({ deleted }) => !deleted).map(({ _id, version, name, keys: own }) => ({ profileId: _id, version, name, keys: own }));
    },

    /** In order of id: for comparators. */
    async *listVersions(): AsyncGenerator<EntityVersion> {
      for await (const { _id, version, deleted } of identities.find({}, { projection: { version: 1, deleted: 1 } }).sort({ _id: 1 })) {
        yield { id: _id, version, deleted };
      }
    },

    /** The owner does not know it. */
    async forget(ids: readonly string[]): Promise<void> {
      await identities.deleteMany({ _id: { $in: [...ids] } });
    },
  };
}
