import { isSameJson, withoutKeys, withoutUndefined, type Json, type JsonObject } from './json';
import { toTimestamp, type JobRecord } from './records';

/** Served under an address of its own (API reference §5). */
const OWN_ADDRESS = ['hiringTeam'];

const toHistoryEntry = (fields: JsonObject, at: number): Json => withoutUndefined({ changedOn: toTimestamp(at), status: fields['status'] });

const readTeam = (fields: JsonObject): readonly Json[] => {
  const team = fields['hiringTeam'];
  return Array.isArray(team) ? team : [];
};

export const createJob = (id: string, fields: JsonObject, at: number): JobRecord => {
  const served = { status: 'CREATED', template: false, ...withoutKeys(fields, OWN_ADDRESS) };
  return {
    id,
    createdAt: at,
    updatedAt: at,
    lastActivityAt: at,
    fields: served,
    history: [toHistoryEntry(served, at)],
    hiringTeam: readTeam(fields),
  };
};

/** Each top-level key of the patch replaces what is served under it, whatever its type. */
export const patchJob = (record: JobRecord, patch: JsonObject, at: number): JobRecord => {
  const fields = { ...record.fields, ...withoutKeys(patch, OWN_ADDRESS) };
  const hiringTeam = 'hiringTeam' in patch ? readTeam(patch) : record.hiringTeam;
  if (isSameJson(fields, record.fields) && isSameJson([...hiringTeam], [...record.hiringTeam])) return record;
  const hasMoved = !isSameJson(fields['status'], record.fields['status']);
  const history = hasMoved ? [...record.history, toHistoryEntry(fields, at)] : record.history;
  return { ...record, updatedAt: at, lastActivityAt: at, fields, hiringTeam, history };
};

/** "lastActivityOn moves when a new candidate applies" (API reference §5). */
export const touchJob = (record: JobRecord, at: number): JobRecord => ({ ...record, lastActivityAt: Math.max(record.lastActivityAt, at) });

export const asNewJob = (drawn: JobRecord, at: number): JobRecord =>
  createJob(drawn.id, { ...drawn.fields, hiringTeam: [...drawn.hiringTeam], status: 'SOURCING', postingStatus: 'PUBLIC', template: false }, at);
