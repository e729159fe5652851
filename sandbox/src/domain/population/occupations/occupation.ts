/** A line of work: what its people are called from first job to last, what they learn, know and do. */
export interface Occupation {
  readonly name: string;
  readonly department: string;
  /** Weight among all occupations. */
  readonly share: number;
  /** By seniority, lowest first; each step holds the titles in use for it, the usual one first. */
  readonly titles: readonly (readonly string[])[];
  readonly fields: readonly string[];
  readonly degree: 'none' | 'bachelor' | 'master';
  readonly skills: readonly string[];
  readonly certifications: readonly string[];
  readonly duties: readonly string[];
  readonly hasGithub: boolean;
}

interface OccupationText {
  readonly name: string;
  readonly department: string;
  readonly share: number;
  /** Steps separated by ";", titles of a step by "|". */
  readonly titles: string;
  readonly fields: string;
  readonly degree: Occupation['degree'];
  readonly skills: string;
  readonly certifications?: string;
  readonly duties: string;
  readonly hasGithub?: boolean;
}

const split = (text: string, separator: string): string[] => text.split(separator).map((part) => part.trim());

export const createOccupation = (text: OccupationText): Occupation => ({
  name: text.name,
  department: text.department,
  share: text.share,
  titles: split(text.titles, ';').map((step) => split(step, '|')),
  fields: split(text.fields, '|'),
  degree: text.degree,
  skills: split(text.skills, ','),
  certifications: text.certifications === undefined ? [] : split(text.certifications, '|'),
  duties: split(text.duties, '|'),
  hasGithub: text.hasGithub ?? false,
});
