import { z } from 'zod';

/** Every fault by name, with what it does to one call. Faults change answers, never the state, but for the mid-scan ones. */
export const faultMeanings = {
  rate_limited: '429 in place of the answer; a burst of them is a `burst`',
  server_error: '500, 502, 503 or 504 in place of the answer, half of them without a JSON body',
  slow_answer: 'the answer comes after `ms` of real time, 5 to 30 s unless given',
  connection_reset: 'the connection is reset, before the first byte or half-way; the request was carried out unless `served` is false',
  slow_close: 'the answer comes at once, its end after `ms` of real time, 5 to 30 s unless given',
  truncated_json: 'the JSON ends half-way, with a Content-Length to match',
  invalid_json: '200 and application/json, but no JSON',
  repeated_item: 'a page that follows another begins with the last item of that one',
  missing_item: 'a page that follows another lacks one of its items',
  expired_page_id: '400 INVALID_PAGE_ID for a page id that was good',
  changed_mid_scan: 'after a page of GET /candidates, somebody on a later page is changed',
  merged_mid_scan: 'after a page of GET /candidates, somebody on a later page is merged into somebody else there',
  deleted_mid_scan: 'after a page of GET /candidates, somebody on a later page is deleted',
  new_field: 'an object or list item has a field nobody has heard of',
  new_enum_value: 'a status, type or role has a value nobody has heard of',
  null_field: 'a field is null',
  wrong_type: 'a field has a value of another type',
  oversize_string: 'a text is `bytes` long, a million unless given',
} as const;

export type FaultName = keyof typeof faultMeanings;

const isFaultName = (name: string): name is FaultName => name in faultMeanings;

export const faultNames: readonly FaultName[] = Object.keys(faultMeanings).filter(isFaultName);

export const MAXIMUM_DELAY_MS = 30_000;

export const faultRuleSchema = z.strictObject({
  name: z.enum(faultNames),
  /** Chance that a call it covers begins a burst. */
  rate: z.number().min(0).max(1).default(1),
  /** Calls in a row that a burst strikes. */
  burst: z.number().int().min(1).default(1),
  /** As in the log of calls, "GET /candidates/{id}"; all when absent. */
  endpoints: z.array(z.string()).min(1).optional(),
  /** Strikes no more often than so. */
  most: z.number().int().min(1).optional(),
  ms: z.number().int().min(0).max(MAXIMUM_DELAY_MS).optional(),
  /** Names of fields a field fault chooses from; any but ids and actions when absent. */
  fields: z.array(z.string()).min(1).optional(),
  bytes: z.number().int().min(1).max(20_000_000).optional(),
  /** Whether the request was carried out behind an answer that does not say so. */
  served: z.boolean().optional(),
});

export type FaultRule = z.infer<typeof faultRuleSchema>;

export const faultPlanSchema = z.strictObject({ seed: z.number().int().default(0), faults: z.array(faultRuleSchema) });
