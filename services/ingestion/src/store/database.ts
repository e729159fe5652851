import { ensureConditionIndex } from '@secondlook/kit';
import { type Db } from 'mongodb';

/** By connection and why they are hidden, candidates are counted without being read; a tombstone has no connection. */
const COUNTED = { connectionId: 1, hidden: 1 } as const;

/** What a tenant's database needs before it is used: the unique indexes that make conditional writes keyed ones. */
export async function ensureIndexes(database: Db): Promise<void> {
  await ensureConditionIndex(database, 'candidates', 'revision');
  await database.collection('candidates').createIndex(COUNTED);
  await ensureConditionIndex(database, 'jobs', 'revision');
  await ensureConditionIndex(database, 'reference', 'revision');
  await ensureConditionIndex(database, 'announcements', 'version');
  await ensureConditionIndex(database, 'extractions', 'attempt');
  await ensureConditionIndex(database, 'quarantine', 'attempts');
}
