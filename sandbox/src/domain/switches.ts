import { z } from 'zod';

interface Switch<V extends string | number | boolean | null> {
  /** Section of the API reference that leaves it open. */
  readonly section: string;
  readonly meaning: string;
  readonly standard: V;
  readonly schema: z.ZodType<V>;
  /** What it may be, in words. */
  readonly values: string;
}

/** The first choice is the standard. */
const choice = <const T extends readonly [string, ...string[]]>(section: string, choices: T, meaning: string): Switch<T[number]> => ({
  section,
  meaning,
  standard: choices[0],
  schema: z.enum([...choices] as [T[number], ...T[number][]]),
  values: choices.join(' | '),
});

const flag = (section: string, meaning: string): Switch<boolean> => ({ section, meaning, standard: false, schema: z.boolean(), values: 'false | true' });

const amount = (section: string, meaning: string): Switch<number | null> => ({
  section,
  meaning,
  standard: null,
  schema: z.number().int().min(1).nullable(),
  values: 'null | a number from 1',
});

/** What the API reference leaves open (§13), as far as the sandbox can do either. */
const definitions = {
  updated_on_moves_with: choice('13.1', ['everything', 'profile'], 'what moves a candidate’s updatedOn: any change, or those of its own fields only'),
  updated_after: choice('13.1', ['inclusive', 'exclusive'], 'whether updatedAfter and lastActivityAfter include their instant'),
  candidate_order: choice('13.2', ['stable', 'latest_change_first'], 'order of GET /candidates: places kept for good, or moving with every change so that pages repeat and skip'),
  page_id_lifetime_s: amount('13.2', 'seconds a page id is good for; 400 INVALID_PAGE_ID afterwards'),
  deep_paging_cap: amount('13.2', 'GET /candidates ends after so many items, without a next page'),
  total_found_cap: amount('13.2', 'totalFound of GET /candidates is never more'),
  unapplied_listed: flag('13.3', 'whether GET /candidates lists people without an application'),
  out_of_view_status: choice('3.2', ['403', '401'], 'status of a candidate whom the credential’s access group leaves out'),
  rate_limit_scope: choice('13.8', ['credential', 'endpoint'], 'what the ten requests a second are counted by'),
  refusal_body: choice('13.8', ['errors', 'html', 'none'], 'body of a 429'),
  retry_after_s: amount('13.8', 'Retry-After header of a 429'),
  application_deletion_emits: choice('13.6', ['nothing', 'candidate.updated'], 'what a removed application tells'),
  merge_emits: choice('13.6', ['nothing', 'candidate.deleted'], 'what a merge tells subscribers of the candidate that disappears'),
  retention_emits: choice('13.6', ['candidate.deleted', 'nothing'], 'what a deletion by the ATS itself (by=SYSTEM) tells subscribers'),
  duplicate_candidate: choice('13.4', ['reuse', 'conflict', 'new_profile'], 'POST of a candidate whose e-mail and last name exist: that profile, 409 CANDIDATE_DATA_CONFLICT, or a second one'),
  duplicate_application: choice('13.4', ['unchanged', 'conflict'], 'POST of somebody who is on that job already: 201 and nothing new, or 409'),
  created_status: choice('13.4', ['LEAD', 'NEW'], 'status after POST /jobs/{id}/candidates'),
  closed_job: choice('13.4', ['accept', 'refuse'], 'POST to a job CANCELLED or FILLED: accepted, or 400 JOB_NOT_OPEN'),
  suspend_after: amount('13.6', 'failed tries in a row that suspend a subscription: what is outstanding is dropped, nothing is sent until it is activated again'),
  suspended_status: choice('13.6', ['inactive', 'suspended'], 'status of a suspended subscription'),
  retry_timestamp: choice('13.6', ['each_try', 'first_try'], 'what the signed timestamp of a re-delivery is'),
  delivery_delay_s: amount('13.6', 'each event waits up to so many seconds before its first try, so that later ones overtake'),
} as const;

export type SwitchName = keyof typeof definitions;

export type Switches = { readonly [K in SwitchName]: (typeof definitions)[K]['standard'] };

const isSwitchName = (name: string): name is SwitchName => name in definitions;

export const switchNames: readonly SwitchName[] = Object.keys(definitions).filter(isSwitchName);

const schemas = Object.fromEntries(switchNames.map((name) => [name, definitions[name].schema.optional()]));

/** Some of the switches; a name that is none is refused. */
export const switchChangeSchema = z.strictObject(schemas) as z.ZodType<Partial<Switches>>;

/** The first instant that "after" one includes. */
export const earliest = (after: number, { updated_after }: Switches): number => (updated_after === 'exclusive' ? after + 1 : after);

export const standardSwitches: Switches = Object.fromEntries(switchNames.map((name) => [name, definitions[name].standard])) as Switches;

export interface DescribedSwitch {
  readonly name: SwitchName;
  readonly value: string | number | boolean | null;
  readonly standard: string | number | boolean | null;
  readonly values: string;
  readonly section: string;
  readonly meaning: string;
}

export const describeSwitches = (switches: Switches): readonly DescribedSwitch[] =>
  switchNames.map((name) => {
    const { standard, values, section, meaning } = definitions[name];
    return { name, value: switches[name], standard, values, section, meaning };
  });
