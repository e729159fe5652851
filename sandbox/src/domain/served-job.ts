import { isJsonObject, withoutKeys, withoutUndefined, type JsonObject } from './json';
import { toTimestamp, type JobRecord } from './records';
import { type ToUrl } from './served-candidate';

const times = (record: JobRecord): JsonObject => ({
  createdOn: toTimestamp(record.createdAt),
  updatedOn: toTimestamp(record.updatedAt),
  lastActivityOn: toTimestamp(record.lastActivityAt),
});

/** The details have the language of the ad only, inside it. */
const SUMMARY_ONLY = ['language'];

/** `GET /jobs/{id}` (API reference §5). */
export const toJobDetails = (record: JobRecord, toUrl: ToUrl): JsonObject => ({
  id: record.id,
  ...times(record),
  actions: {
    details: { url: toUrl(`/jobs/${record.id}`), method: 'GET' },
    hiringTeam: { url: toUrl(`/jobs/${record.id}/hiring-team`), method: 'GET' },
  },
  ...withoutKeys(record.fields, SUMMARY_ONLY),
});

const DETAILS_ONLY = ['targetHiringDate', 'industry', 'function', 'typeOfEmployment', 'experienceLevel', 'eeoCategory', 'template', 'creator', 'compensation', 'jobAd', 'properties'];

/** One item of `GET /jobs`: no description, and no coordinates in the location (API reference §5). */
export const toJobSummary = (record: JobRecord, toUrl: ToUrl): JsonObject => {
  const location = record.fields['location'];
  return {
    id: record.id,
    ...times(record),
    actions: { details: { url: toUrl(`/jobs/${record.id}`), method: 'GET' } },
    ...withoutKeys(record.fields, DETAILS_ONLY),
    ...withoutUndefined({ location: isJsonObject(location) ? withoutKeys(location, ['latitude', 'longitude']) : location }),
  };
};
