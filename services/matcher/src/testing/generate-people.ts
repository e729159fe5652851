import { type FieldKind, type PersonRecord } from '../domain/model/field-kind';
import { createRandom } from '../domain/model/random';

/** How often a copied field is wrong, and how often it is missing. */
export const ERROR_RATE = 0.12;
export const MISSING_RATE = 0.05;

export interface Generated {
  readonly records: readonly PersonRecord[];
  /** Of each record, whose it is. */
  readonly personOf: ReadonlyMap<string, number>;
}

/** Invented people, some of them with second records that have errors of typing and gaps. */
export function generatePeople(count: number, { seed = 1, copies = 0.5 } = {}): Generated {
  const random = createRandom(seed);
  const draw = (most: number) => Math.floor(random() * most);
  const records: PersonRecord[] = [];
  const personOf = new Map<string, number>();
  const put = (person: number, copy: number, values: Readonly<Partial<Record<FieldKind, string>>>) => {
    const id = `${person}-${copy}`;
    personOf.set(id, person);
    records.push({ id, fields: Object.fromEntries(Object.entries(values).map(([kind, value]) => [kind, [value]])) });
  };
  for (let person = 0; person < count; person += 1) {
    const values = {
      givenName: word(draw(150)),
      familyName: word(1_000 + draw(900)),
      birthDate: `${1940 + draw(65)}${pad(1 + draw(12))}${pad(1 + draw(28))}`,
      city: word(5_000 + draw(120)),
      postalCode: String(10_000 + draw(9_000)),
    };
    put(person, 0, values);
    if (random() < copies) {
      const kept = Object.entries(values).filter(() => random() >= MISSING_RATE);
      put(person, 1, Object.fromEntries(kept.map(([kind, value]) => [kind, random() < ERROR_RATE ? mistype(value, kind === 'birthDate', draw) : value])));
    }
  }
  return { records, personOf };
}

function pad(part: number): string {
  return String(part).padStart(2, '0');
}

const SYLLABLES = 'ba re mi to lu fa ne ko si da vo gu pe ra ti zo la me nu ki'.split(' ');

/** A word of three syllables and an ending, another one for each number below 8,000. */
function word(number: number): string {
  return [number % 20, Math.floor(number / 20) % 20, Math.floor(number / 400) % 20].map((index) => SYLLABLES[index] ?? '').join('') + 'nrst'.charAt(number % 4);
}

function mistype(value: string, isDate: boolean, draw: (most: number) => number): string {
  const at = isDate ? 3 : 1 + draw(value.length - 1);
  const sign = /\d/.test(value) ? String((Number(value[at]) + 1 + draw(8)) % 10) : 'xqwz'.charAt(draw(4));
  return value.slice(0, at) + sign + value.slice(at + 1);
}
