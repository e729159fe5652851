/** What a field holds, and so how its values are written and compared. */
export type FieldKind = 'running' | 'literal' | 'name' | 'place' | 'application' | 'number' | 'date' | 'stage' | 'flag' | 'exact';

/** Entries of which one and the same must satisfy all that stands in the parentheses. */
export type FunctionName = 'role' | 'edu' | 'app';

const FIELDS = {
  title: 'running',
  cur_title: 'running',
  past_title: 'running',
  headline: 'running',
  summary: 'running',
  resume: 'running',
  attachment: 'running',
  skill: 'running',
  cert: 'running',
  group: 'running',
  interest: 'running',
  honor: 'running',
  degree: 'running',
  major: 'running',
  description: 'running',
  company: 'literal',
  cur_company: 'literal',
  past_company: 'literal',
  school: 'literal',
  lang: 'literal',
  clearance: 'literal',
  industry: 'literal',
  company_size: 'literal',
  tag: 'literal',
  list: 'literal',
  name: 'name',
  first_name: 'name',
  last_name: 'name',
  loc: 'place',
  city: 'place',
  state: 'place',
  country: 'place',
  status: 'application',
  substatus: 'application',
  rejection_reason: 'application',
  withdrawal_reason: 'application',
  source: 'application',
  job: 'application',
  grad_year: 'number',
  match_score: 'number',
  yoe: 'number',
  years_in_role: 'number',
  years_at_company: 'number',
  applied: 'date',
  ats_updated: 'date',
  mirrored_at: 'date',
  enriched_at: 'date',
  stage_reached: 'stage',
  matched: 'flag',
  match_by: 'flag',
  has: 'flag',
  changed: 'flag',
  email: 'exact',
  phone: 'exact',
  linkedin: 'exact',
  github: 'exact',
  url: 'exact',
  id: 'exact',
} as const satisfies Record<string, FieldKind>;

export type Field = keyof typeof FIELDS;

const ALIASES: Readonly<Record<string, Field>> = { current_title: 'cur_title', current_company: 'cur_company', location: 'loc' };

/** The field of a name as typed, case-blind; undefined for a name that is not registered. */
export function findField(name: string): Field | undefined {
  const lower = name.toLowerCase();
  return isField(lower) ? lower : Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : undefined;
}

function isField(name: string): name is Field {
  return Object.hasOwn(FIELDS, name);
}

export function kindOf(field: Field): FieldKind {
  return FIELDS[field];
}

/** Its values are words; those of others are numbers, dates, codes and addresses. */
export function isTextual(field: Field): boolean {
  return ['running', 'literal', 'name', 'place', 'application'].includes(kindOf(field));
}

/** Common words count in names, places and application fields: nothing is optional there. */
export function keepsStopWords(field: Field): boolean {
  return ['name', 'place', 'application'].includes(kindOf(field));
}

const FUNCTIONS: readonly string[] = ['role', 'edu', 'app'] satisfies FunctionName[];

export function findFunction(name: string): FunctionName | undefined {
  const lower = name.toLowerCase();
  return isFunction(lower) ? lower : undefined;
}

function isFunction(name: string): name is FunctionName {
  return FUNCTIONS.includes(name);
}

/** The registered field that a name is a slip of the keyboard away from. */
export function findSimilarField(name: string): Field | undefined {
  const lower = name.toLowerCase();
  return [...Object.keys(FIELDS)].filter(isField).find((field) => Math.abs(field.length - lower.length) <= 1 && isOneEditAway(field, lower));
}

/** One letter more, less, other, or two changed places. */
function isOneEditAway(a: string, b: string): boolean {
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  let same = 0;
  while (same < shorter.length && shorter.charAt(same) === longer.charAt(same)) {
    same += 1;
  }
  const [restShorter, restLonger] = [shorter.slice(same), longer.slice(same)];
  const isSwapped = restShorter.length >= 2 && restShorter.startsWith(restLonger.charAt(1)) && restShorter.charAt(1) === restLonger.charAt(0) && restShorter.slice(2) === restLonger.slice(2);
  return shorter.length === longer.length ? isSwapped || restShorter.slice(1) === restLonger.slice(1) : restShorter === restLonger.slice(1);
}
