import { type Random } from '../random';
import { nicknames } from './names/english-names';
import { type Spelling } from './names/spelling';
import { type PersonCore } from './person-core';
import { maybeMistyped } from './wording';

/** A name as one document gives it. */
export interface ToldName {
  readonly given: string;
  readonly family: string;
  readonly full: string;
}

export interface NameHabits {
  /** How often a name in another script stands in that script. */
  readonly nativeScript: number;
  readonly nickname: number;
  /** How often marks on Latin letters are kept. */
  readonly diacritics: number;
}

const isLatin = (text: string): boolean => /^[\p{Script=Latin}\p{M}\s.'’-]+$/u.test(text);

const joinsWithoutSpace = ['zh', 'ko'];

export const tellName = (person: PersonCore, habits: NameHabits, random: Random): ToldName => {
  const isNativeLatin = isLatin(person.given.native);
  const isNative = random.isChance(isNativeLatin ? habits.diacritics : habits.nativeScript);
  const write = (name: Spelling): string => (isNative ? name.native : random.pick(name.roman));
  const nickname = random.isChance(habits.nickname) ? nicknames[person.given.roman[0] ?? ''] : undefined;
  const initial = isNativeLatin && random.isChance(0.12) ? person.middleInitial : undefined;
  const called = nickname === undefined || (isNative && !isNativeLatin) ? write(person.given) : random.pick(nickname);
  const given = initial === undefined ? called : `${called} ${initial}.`;
  const second = random.isChance(0.55) ? person.secondFamily : undefined;
  const families = second === undefined ? write(person.family) : `${write(person.family)} ${write(second)}`;
  const family = isNative && !isNativeLatin ? families : maybeMistyped(families, random);
  if (person.culture.isFamilyFirst && isNative) {
    return { given, family, full: family + (joinsWithoutSpace.includes(person.culture.code) ? '' : ' ') + given };
  }
  return { given, family, full: `${given} ${family}` };
};
