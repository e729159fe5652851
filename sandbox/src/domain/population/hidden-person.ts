import { hexOf } from '../identifiers';
import { createRandom } from '../random';
import { drawCareer, type CareerStep } from './career';
import { drawContacts, type Contacts } from './contacts';
import { toMonth } from './month';
import { type PersonCore } from './person-core';
import { drawSchooling, type Schooling } from './schooling';

/** The truth about one invented person. Nobody sees it: the ATS and the library each tell their own version of it. */
export interface HiddenPerson extends PersonCore {
  readonly career: readonly CareerStep[];
  readonly schooling: readonly Schooling[];
  readonly skills: readonly string[];
  readonly languages: readonly string[];
  readonly certifications: readonly string[];
  readonly contacts: Contacts;
}

const genericSkills = ['Teamwork', 'Microsoft Office', 'Communication', 'Leadership', 'Problem solving', 'Presentation'];
const worldLanguages = ['English', 'German', 'French', 'Spanish', 'Italian', 'Portuguese', 'Mandarin', 'Arabic', 'Russian'];

export const drawHiddenPerson = (core: PersonCore, referenceDate: number): HiddenPerson => {
  const random = createRandom(core.key, 'life');
  const career = drawCareer(core, toMonth(referenceDate), random);
  const skills = random.sample(core.occupation.skills, random.between(4, 11));
  const languages = new Set([core.culture.language, 'English', ...random.sample(worldLanguages, random.below(3))]);
  return {
    ...core,
    career,
    schooling: drawSchooling(core, random),
    skills: [...skills, ...random.sample(genericSkills, random.below(3))],
    languages: [...languages],
    certifications: random.sample(core.occupation.certifications, random.below(3)),
    contacts: drawContacts(core, career.at(-1), random, hexOf(core.key, 'handle')),
  };
};
