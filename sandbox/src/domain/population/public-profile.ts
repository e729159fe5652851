import { createRandom, type Random } from '../random';
import { canonicalLinkedinAddress } from './linkedin-address';
import { type HiddenPerson } from './hidden-person';
import { formatMonth } from './month';
import { formatDate, tellLife, type LifeHabits, type ToldLife } from './told-life';
import { tellName, type NameHabits } from './told-name';
import { tellPlace, tellTitle } from './wording';

export interface ProfilePosition {
  readonly title: string;
  readonly company: string;
  readonly start?: string;
  /** null while it lasts. */
  readonly end?: string | null;
  readonly description?: string;
}

export interface ProfileEducation {
  readonly school: string;
  readonly degree?: string;
  readonly field?: string;
  readonly start?: string;
  readonly end?: string;
}

/** One line of the public-profile library, in the schema the product imports. */
export interface PublicProfile {
  readonly id: string;
  readonly name: { readonly full: string; readonly given?: string; readonly family?: string };
  readonly headline?: string;
  readonly location?: string;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly urls: readonly string[];
  readonly positions: readonly ProfilePosition[];
  readonly education: readonly ProfileEducation[];
  readonly skills: readonly string[];
  readonly languages?: readonly string[];
  readonly certifications?: readonly string[];
  readonly source: string;
  readonly observedAt: string;
}

const nameHabits: NameHabits = { nativeScript: 0.45, nickname: 0.14, diacritics: 0.8 };
const lifeHabits: LifeHabits = { leftOutPosition: 0.14, shiftedDate: 0.14, undatedPosition: 0.05, leftOutSkill: 0.35 };

const toPositions = (life: ToldLife, random: Random): ProfilePosition[] =>
  life.positions.map((position) => {
    const start = formatDate(position.start, life.granularity === 'day' ? 'month' : life.granularity);
    const end = position.isCurrent ? null : formatDate(position.end, life.granularity === 'day' ? 'month' : life.granularity);
    return {
      title: position.title,
      company: position.company,
      ...(start === undefined ? {} : { start }),
      ...(end === undefined ? {} : { end }),
      ...(random.isChance(0.5) ? { description: position.description } : {}),
    };
  });

const toEducation = (life: ToldLife, random: Random): ProfileEducation[] =>
  life.schooling.map((entry) => ({
    school: entry.school,
    ...(random.isChance(0.85) ? { degree: entry.degree } : {}),
    ...(random.isChance(0.8) ? { field: entry.field } : {}),
    ...(entry.startYear === undefined ? {} : { start: String(entry.startYear) }),
    ...(entry.endYear === undefined ? {} : { end: String(entry.endYear) }),
  }));

const toUrls = (person: HiddenPerson, random: Random): string[] => {
  const { linkedinHandle, githubHandle, website } = person.contacts;
  return [
    ...(linkedinHandle !== undefined && random.isChance(0.95) ? [canonicalLinkedinAddress(linkedinHandle)] : []),
    ...(githubHandle !== undefined && random.isChance(0.7) ? [`https://github.com/${githubHandle}`] : []),
    ...(website !== undefined && random.isChance(0.6) ? [website] : []),
  ];
};

/** What the public can see of a person: told by the person elsewhere and at another time, so in other words than the ATS has. */
export const toPublicProfile = (person: HiddenPerson, id: string, referenceMonth: number): PublicProfile => {
  const random = createRandom(person.key, 'profile');
  const name = tellName(person, nameHabits, random);
  const life = tellLife(person, lifeHabits, random);
  const latest = person.career.at(-1);
  const { personalEmail, dialling, nationalPhone } = person.contacts;
  const hasHeadline = latest !== undefined && random.isChance(0.85);
  const observed = formatMonth(referenceMonth - 1 - random.below(14), 'month');
  return {
    id,
    name: random.isChance(0.75) ? name : { full: name.full },
    ...(hasHeadline ? { headline: `${tellTitle(person.occupation, latest.level, random)} at ${latest.company.name}` } : {}),
    ...(random.isChance(0.9) ? { location: tellPlace(person.home, random) } : {}),
    emails: random.isChance(0.22) ? [personalEmail] : [],
    phones: random.isChance(0.06) ? [`+${dialling}${nationalPhone}`] : [],
    urls: toUrls(person, random),
    positions: toPositions(life, random),
    education: random.isChance(0.88) ? toEducation(life, random) : [],
    skills: life.skills,
    ...(random.isChance(0.4) ? { languages: person.languages } : {}),
    ...(person.certifications.length > 0 && random.isChance(0.6) ? { certifications: person.certifications } : {}),
    source: random.pick(['web-directory', 'professional-network', 'conference-list']),
    observedAt: `${observed}-${String(random.between(1, 28)).padStart(2, '0')}`,
  };
};
