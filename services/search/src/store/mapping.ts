import { type estypes } from '@elastic/elasticsearch';

import { ENTRY_GROUPS, FIELD_GROUPS, isStemmed } from '../domain/streams';
import { ANALYSIS_VERSION } from '../domain/text/analyze';

/**
 * What the indices hold. Strict: a field that is not here is a defect. Text arrives as token streams (domain/text/token-streams.ts)
 * and is split at white space only, so that results depend on no plugin and no version of an analyser.
 */
const keyword: estypes.MappingProperty = { type: 'keyword', ignore_above: 8_191 };
const stream: estypes.MappingProperty = { type: 'text', analyzer: 'whitespace', index_options: 'positions' };
/** Stored, never indexed: what a hit shows. */
const shown: estypes.MappingProperty = { type: 'object', enabled: false };

const unstemmed = { exact: stream, join_first: stream, join_last: stream };
const group = (stemmed: boolean): estypes.MappingProperty => ({ properties: stemmed ? { ...unstemmed, stem: stream } : unstemmed });
const groups = (stemmedOf: Readonly<Record<string, boolean>>) => Object.fromEntries(Object.entries(stemmedOf).map(([name, stemmed]) => [name, group(stemmed)]));

const common: Record<string, estypes.MappingProperty> = {
  id: { type: 'keyword' },
  version: { type: 'long' },
  deleted: { type: 'boolean' },
  deleted_time: { type: 'date' },
  shown,
  text: group(true),
};

/** What candidates and profiles are searched by alike. */
const person: Record<string, estypes.MappingProperty> = {
  ...common,
  name_order: keyword,
  fields: { properties: groups(Object.fromEntries(FIELD_GROUPS.map((name) => [name, isStemmed(name)]))) },
  roles: { type: 'nested', properties: { ...groups(ENTRY_GROUPS.roles), is_current: { type: 'boolean' } } },
  schools: { type: 'nested', properties: { ...groups(ENTRY_GROUPS.schools), grad_year: { type: 'integer' } } },
  experience_since: { type: 'date' },
  experience_months: { type: 'integer' },
  role_since: { type: 'date' },
  company_since: { type: 'date' },
  email: keyword,
  phone: keyword,
  linkedin: keyword,
  github: keyword,
  url: keyword,
  id_codes: keyword,
};

/** Also those that no source tells of yet: their counts are of people without. */
const COUNTED = ['location', 'current_company', 'current_title', 'past_company', 'past_title', 'company', 'title', 'skill', 'school', 'degree', 'major', 'certification', 'language', 'tag', 'industry', 'company_size', 'group', 'interest', 'honor'];

const candidates: Record<string, estypes.MappingProperty> = {
  ...person,
  hidden: keyword,
  last_updated: { type: 'date' },
  mirrored_at: { type: 'date' },
  enriched_at: { type: 'date' },
  stage_reached: keyword,
  matched: { type: 'boolean' },
  match_state: keyword,
  match_by: keyword,
  match_score: { type: 'double' },
  has: keyword,
  job_ids: keyword,
  applications: {
    type: 'nested',
    properties: {
      job_id: keyword,
      status: keyword,
      sub_status: keyword,
      rejection_reason: keyword,
      withdrawal_reason: keyword,
      source: keyword,
      is_main: { type: 'boolean' },
      stage_reached: keyword,
      applied: { type: 'date' },
      words: { properties: groups(ENTRY_GROUPS.applications) },
    },
  },
  counted: { properties: Object.fromEntries(COUNTED.map((name) => [name, keyword])) },
};

export const mappings = { candidates, jobs: common, profiles: candidates } as const;
export type Family = keyof typeof mappings;

/** Raise with every change of what is projected into the index; an index of another version is built anew. */
const PROJECTION_VERSION = '5';

export function projectionOf(family: Family): string {
  return `${family}.${PROJECTION_VERSION}.${ANALYSIS_VERSION}`;
}

export const indexSettings: estypes.IndicesIndexSettings = {
  number_of_shards: 1,
  number_of_replicas: 0,
  auto_expand_replicas: '0-1',
  // Said explicitly, an index is refreshed also while nobody searches it.
  refresh_interval: '1s',
};
