/** What can be known of a person, in the words of the file door. */
export const FIELD_KINDS = [
  'givenName', 'middleName', 'familyName', 'fullName', 'birthDate', 'identifier', 'email', 'phone', 'url',
  'street', 'houseNumber', 'city', 'region', 'postalCode', 'country',
  'employer', 'jobTitle', 'school', 'degree', 'field', 'skill', 'text',
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

export function isFieldKind(text: string): text is FieldKind {
  return FIELD_KINDS.some((kind) => kind === text);
}

/** A person as given: every field may be missing, and may have several values. */
export interface PersonRecord {
  readonly id: string;
  readonly fields: Readonly<Partial<Record<FieldKind, readonly string[]>>>;
  /** Employers and schools with when somebody was there, as far as the source tells. */
  readonly periods?: readonly Period[];
}

export interface Period {
  readonly place: string;
  /** As in 2019-04; the month or the day may be missing. */
  readonly date: string;
}
