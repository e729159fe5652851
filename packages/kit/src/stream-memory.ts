import { type Db } from 'mongodb';

import { type ComparatorDefinition } from './run-comparators';

/** Keeps stream creation times in the service's own database, beside the projections it keeps there. */
export function createMongoStreamMemory(database: Db, comparator: string): ComparatorDefinition['streamMemory'] {
  const memories = database.collection<{ _id: string; created: Record<string, string> }>('stream_memory');
  return {
    async read() {
      const memory = await memories.findOne({ _id: comparator });
      return new Map(Object.entries(memory?.created ?? {}));
    },
    async write(tenantId, createdTime) {
      await memories.updateOne({ _id: comparator }, { $set: { [`created.${tenantId}`]: createdTime } }, { upsert: true });
    },
  };
}
