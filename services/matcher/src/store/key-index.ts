import { type Db } from 'mongodb';

/** Who has a key: a keyed document each, so that looking up never scans. An entry may name somebody who no longer has the key. */
interface KeyDocument {
  readonly _id: string;
  readonly ids: readonly string[];
}

export function createKeyIndex(database: () => Promise<Db>, collection: string) {
  const open = async () => (await database()).collection<KeyDocument>(collection);

  return {
    async add(entries: readonly { key: string; id: string }[]): Promise<void> {
      if (entries.length > 0) {
        const operations = entries.map(({ key, id }) => ({ updateOne: { filter: { _id: key }, update: { $addToSet: { ids: id } }, upsert: true } }));
        await (await open()).bulkWrite(operations, { ordered: false });
      }
    },

    async remove(entries: readonly { key: string; id: string }[]): Promise<void> {
      if (entries.length > 0) {
        const operations = entries.map(({ key, id }) => ({ updateOne: { filter: { _id: key }, update: { $pull: { ids: id } } } }));
        await (await open()).bulkWrite(operations, { ordered: false });
      }
    },

    /** Ids by key. */
    async find(keys: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
      const found = await (await open()).find({ _id: { $in: [...keys] } }).toArray();
      return new Map(found.map(({ _id, ids }) => [_id, ids]));
    },
  };
}

export type KeyIndex = ReturnType<typeof createKeyIndex>;
