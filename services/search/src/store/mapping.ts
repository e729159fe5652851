import { type estypes } from '@elastic/elasticsearch';

import { ANALYSIS_VERSION } from '../domain/text/analyze';

/**
 * What the indices hold. Strict: a field that is not here is a defect. Text arrives as token streams (domain/text/token-streams.ts)
 * and is split at white space only, so that results depend on no plugin and no version of an analyser.
 */
const keyword: estypes.MappingProperty = { type: 'keyword', ignore_above: 8_191 };
const stream: estypes.MappingProperty = { type: 'text', analyzer: 'whitespace', index_options: 'positions' };
/** Stored, never indexed: what a hit shows. */
const shown: estypes.MappingProperty = { type: 'object', enabled: false };

const common: Record<string, estypes.MappingProperty> = {
  id: { type: 'keyword' },
  version: { type: 'long' },
  deleted: { type: 'boolean' },
  deleted_time: { type: 'date' },
  shown,
  text: { properties: { exact: stream, stem: stream, join_first: stream, join_last: stream } },
};

const candidates: Record<string, estypes.MappingProperty> = {
  ...common,
  hidden: keyword,
  name_order: keyword,
  last_updated: { type: 'date' },
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
    },
  },
  counted: { properties: { location: keyword, current_company: keyword, current_title: keyword, skill: keyword, school: keyword } },
};

const profiles: Record<string, estypes.MappingProperty> = { ...common, name_order: keyword };

export const mappings = { candidates, jobs: common, profiles } as const;
export type Family = keyof typeof mappings;

/** Raise with every change of what is projected into the index; an index of another version is built anew. */
const PROJECTION_VERSION = '3';

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
