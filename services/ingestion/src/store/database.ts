import { ensureConditionIndex } from '@secondlook/kit';
import { type Db } from 'mongodb';

/** What a tenant's database needs before it is used: the unique indexes that make conditional writes keyed ones. */
export async function ensureIndexes(database: Db): Promise<void> {
  await ensureConditionIndex(database, 'candidates', 'revision');
  await ensureConditionIndex(database, 'jobs', 'revision');
  await ensureConditionIndex(database, 'reference', 'revision');
  await ensureConditionIndex(database, 'announcements', 'version');
  await ensureConditionIndex(database, 'extractions', 'attempt');
  await ensureConditionIndex(database, 'quarantine', 'attempts');
}
