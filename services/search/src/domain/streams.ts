import { kindOf, type Field } from './query/fields';

/**
 * The groups of token streams that a person's document has for fields, beside `text`, which holds all that bare words search. Data of the
 * index: a change is a change of its projection.
 */
export const FIELD_GROUPS = [
  'cur_title', 'past_title', 'cur_company', 'past_company', 'headline', 'description', 'resume', 'other_attachment', 'skill', 'cert', 'lang', 'school', 'degree', 'major',
  'name', 'first_name', 'last_name', 'loc', 'city', 'state', 'country', 'tag',
] as const;
export type FieldGroup = (typeof FIELD_GROUPS)[number];

const OF_SEVERAL: Readonly<Partial<Record<Field, readonly FieldGroup[]>>> = {
  title: ['cur_title', 'past_title'],
  company: ['cur_company', 'past_company'],
  attachment: ['resume', 'other_attachment'],
};

/** The groups that a field's values are in; none where no source gives such values yet. */
export function groupsOf(field: Field): readonly FieldGroup[] {
  return OF_SEVERAL[field] ?? FIELD_GROUPS.filter((group) => group === field);
}

/** Running text is stemmed; names, companies, schools and places are not: Banks is not found by banking. */
export function isStemmed(group: FieldGroup): boolean {
  return group === 'other_attachment' || kindOf(group) === 'running';
}

/** What an entry of a person's has streams of, and whether they are stemmed. */
export const ENTRY_GROUPS = {
  roles: { text: true, title: true, company: false, description: true },
  schools: { text: true, school: false, degree: true, major: true },
  applications: { text: false, status: false, substatus: false, source: false, rejection_reason: false, withdrawal_reason: false },
} as const;
export type EntryKind = keyof typeof ENTRY_GROUPS;
