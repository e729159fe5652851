import { type Held, type Person } from './person-document';
import { fold } from './text/fold';

/** Values as shown and as filtered by. */
export type Counted = ReturnType<typeof toCounted>;

export function toCounted(person: Person, held: readonly Held[]) {
  const { education, places } = person;
  const [current, past] = [held.filter(({ tense }) => tense === 'current'), held.filter(({ tense }) => tense === 'past')];
  return {
    location: distinct([places[0]?.text ?? '']),
    current_company: distinct(current.map(({ company }) => company)),
    current_title: distinct(current.map(({ title }) => title)),
    past_company: distinct(past.map(({ company }) => company)),
    past_title: distinct(past.map(({ title }) => title)),
    company: distinct([...current, ...past].map(({ company }) => company)),
    title: distinct([...current, ...past].map(({ title }) => title)),
    skill: distinct(person.skills),
    school: distinct(education.map(({ school }) => school)),
    degree: distinct(education.map(({ degree }) => degree)),
    major: distinct(education.map(({ major }) => major)),
    certification: distinct(person.certifications),
    language: distinct(person.languages),
    tag: distinct(person.tags),
  };
}

const MAX_COUNTED_LENGTH = 300;

/** Of values that fold alike the first is kept. */
function distinct(values: readonly string[]): string[] {
  const firsts = new Map<string, string>();
  for (const value of values.map((text) => text.trim().slice(0, MAX_COUNTED_LENGTH).toWellFormed()).filter((text) => text !== '')) {
    firsts.set(fold(value), firsts.get(fold(value)) ?? value);
  }
  return [...firsts.values()];
}
