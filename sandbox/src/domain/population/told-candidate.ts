import { createRandom, type Random } from '../random';
import { companies } from './companies';
import { type HiddenPerson } from './hidden-person';
import { spellLinkedinAddress } from './linkedin-address';
import { drawPerson, drawStranger, personOfCandidate, REFERENCE_DATE, type PeopleOptions } from './people';
import { tellLife, type LifeHabits, type ToldLife } from './told-life';
import { tellName, type NameHabits, type ToldName } from './told-name';

export type ResumeFormat = 'pdf' | 'docx' | 'text' | 'none';

/** How a résumé shows its owner's address. */
export type AddressStyle = 'plain' | 'linked' | 'broken' | 'annotation';

/** What one candidate told the ATS when applying, and put into the résumé. */
export interface ToldCandidate {
  readonly person: HiddenPerson;
  readonly name: ToldName;
  readonly resumeName: ToldName;
  readonly email: string;
  readonly phone: string | undefined;
  readonly life: ToldLife;
  readonly webLinkedin: string | undefined;
  readonly website: string | undefined;
  readonly resumeFormat: ResumeFormat;
  readonly resumeLinkedin: { readonly address: string; readonly style: AddressStyle } | undefined;
  readonly resumeGithub: string | undefined;
  /** An agency that sent the résumé and put its own page at the foot. */
  readonly agencyFooter: string | undefined;
}

const nameHabits: NameHabits = { nativeScript: 0.3, nickname: 0.06, diacritics: 0.75 };
const resumeNameHabits: NameHabits = { nativeScript: 0.5, nickname: 0.04, diacritics: 0.85 };
const lifeHabits: LifeHabits = { leftOutPosition: 0.07, shiftedDate: 0.08, undatedPosition: 0.03, leftOutSkill: 0.15 };

/** E-mail and last name together are unique in the ATS (API reference §3.6): a second record of a person has another address. */
const tellEmail = (person: HiddenPerson, candidate: number, isOriginal: boolean, random: Random): string => {
  const { personalEmail, workEmail } = person.contacts;
  if (!isOriginal) return personalEmail.replace('@', `+${candidate}@`);
  return workEmail !== undefined && random.isChance(0.1) ? workEmail : personalEmail;
};

const tellPhone = ({ contacts }: HiddenPerson, random: Random): string | undefined => {
  if (random.isChance(0.18)) return undefined;
  const { dialling, nationalPhone } = contacts;
  const [area, middle, last] = [nationalPhone.slice(0, 3), nationalPhone.slice(3, 6), nationalPhone.slice(6)];
  return random.pick([
    `+${dialling} ${area} ${middle} ${last}`,
    `+${dialling}${nationalPhone}`,
    `00${dialling} ${area} ${middle}${last}`,
    `0${area} ${middle}${last}`,
    `(${area}) ${middle}-${last}`,
    `+${dialling} (0)${area} / ${middle} ${last}`,
  ]);
};

/** The handle a candidate gives; rarely one that was given up and belongs to a stranger of another name now. */
const tellHandle = (options: PeopleOptions, person: HiddenPerson, random: Random): string | undefined => {
  const own = person.contacts.linkedinHandle;
  if (own === undefined || options.size === 0 || !random.isChance(0.015)) return own;
  const owner = drawStranger(options, random.below(options.size));
  return owner.family.native === person.family.native ? own : (owner.contacts.linkedinHandle ?? own);
};

const tellAddressStyle = (format: ResumeFormat, random: Random): AddressStyle =>
  format === 'pdf'
    ? random.pickWeighted([
        { share: 50, style: 'plain' as const },
        { share: 25, style: 'linked' as const },
        { share: 10, style: 'broken' as const },
        { share: 15, style: 'annotation' as const },
      ]).style
    : 'plain';

/** Drawn apart, so that who writes in Word changes nothing else of anybody. */
const WORD_SHARE_OF_PDF = 0.12;

const tellFormat = (drawn: ResumeFormat, seed: number, candidate: number): ResumeFormat =>
  drawn === 'pdf' && createRandom(seed, 'docx', candidate).isChance(WORD_SHARE_OF_PDF) ? 'docx' : drawn;

const tellResume = (
  person: HiddenPerson,
  handle: string | undefined,
  random: Random,
): Pick<ToldCandidate, 'resumeFormat' | 'resumeLinkedin' | 'resumeGithub' | 'agencyFooter'> => {
  const resumeFormat = random.pickWeighted([
    { share: 85, format: 'pdf' as const },
    { share: 10, format: 'text' as const },
    { share: 5, format: 'none' as const },
  ]).format;
  const isGiven = handle !== undefined && random.isChance(0.6);
  const style = tellAddressStyle(resumeFormat, random);
  const { githubHandle } = person.contacts;
  const agencies = companies.filter((company) => company.sector.word === 'Staffing');
  return {
    resumeFormat,
    resumeLinkedin: isGiven ? { address: spellLinkedinAddress(handle, random), style } : undefined,
    resumeGithub: githubHandle !== undefined && random.isChance(0.5) ? `https://github.com/${githubHandle}` : undefined,
    agencyFooter: random.isChance(0.03) ? random.pick(agencies).name : undefined,
  };
};

const tellWebsite = ({ contacts }: HiddenPerson, random: Random): string | undefined => {
  if (contacts.githubHandle !== undefined && random.isChance(0.35)) return `https://github.com/${contacts.githubHandle}`;
  return contacts.website !== undefined && random.isChance(0.7) ? contacts.website : undefined;
};

/** How a candidate is told apart from others (API reference §3.6). */
export interface ToldContact {
  readonly email: string;
  readonly lastName: string;
}

/** What is drawn first, so that contacts can be known without the rest. */
const beginTelling = (options: PeopleOptions, candidate: number) => {
  const { seed, referenceDate = REFERENCE_DATE } = options;
  const original = personOfCandidate(seed, candidate);
  const person = drawPerson(seed, original, referenceDate);
  const random = createRandom(seed, 'told', candidate);
  const handle = tellHandle(options, person, random);
  const name = tellName(person, nameHabits, random);
  const resumeName = tellName(person, resumeNameHabits, random);
  return { person, random, handle, name, resumeName, email: tellEmail(person, candidate, original === candidate, random) };
};

export const tellContact = (options: PeopleOptions, candidate: number): ToldContact => {
  const { email, name } = beginTelling(options, candidate);
  return { email, lastName: name.family };
};

export const tellCandidate = (options: PeopleOptions, candidate: number): ToldCandidate => {
  const { person, random, handle, name, resumeName, email } = beginTelling(options, candidate);
  const told = {
    person,
    name,
    resumeName,
    email,
    phone: tellPhone(person, random),
    life: tellLife(person, lifeHabits, random),
    webLinkedin: handle !== undefined && random.isChance(0.38) ? spellLinkedinAddress(handle, random) : undefined,
    website: tellWebsite(person, random),
    ...tellResume(person, handle, random),
  };
  return { ...told, resumeFormat: tellFormat(told.resumeFormat, options.seed, candidate) };
};
