import { areFormsOfOneName } from './nicknames';
import { toSound } from './normalise';
import { isAlike, isWithinEdits } from './similarity';

/** How two different values of one kind stand to each other: the index of a level, 0 being equal. Symmetric. */
export type ValueLevels = (a: string, b: string) => number;

export const NAME_LEVELS = ['equal', 'another form', 'initial', 'spelled alike', 'similar', 'different'] as const;
const [, FORM, INITIAL, ALIKE, SIMILAR, DIFFERENT] = [0, 1, 2, 3, 4, 5] as const;

/** Names: a nickname, a part or several words of it, an initial, the same sound or one slip, or merely similar. */
export function nameLevel(a: string, b: string): number {
  const left = a.replaceAll(' ', '');
  const right = b.replaceAll(' ', '');
  if (left === right || areFormsOfOneName(left, right) || shareAWord(a, b)) {
    return FORM;
  }
  if (left.length === 1 || right.length === 1) {
    return left.startsWith(right.charAt(0)) ? INITIAL : DIFFERENT;
  }
  if (areSpelledAlike(left, right)) {
    return ALIKE;
  }
  if (left.length < a.length || right.length < b.length) {
    const [first = ''] = a.split(' ');
    const [second = ''] = b.split(' ');
    if (first.length > 2 && second.length > 2 && areSpelledAlike(first, second)) {
      return SIMILAR;
    }
  }
  return isAlike(left, right, 0.84) ? SIMILAR : DIFFERENT;
}

function shareAWord(a: string, b: string): boolean {
  if (!a.includes(' ') && !b.includes(' ')) {
    return false;
  }
  const words = b.split(' ');
  return a.split(' ').some((word) => word.length > 3 && words.includes(word));
}

function areSpelledAlike(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  if (shorter >= 3 && isWithinEdits(a, b, shorter >= 7 ? 2 : 1)) {
    return true;
  }
  const sound = soundOf(a);
  return sound.length >= 3 && sound === soundOf(b);
}

/** Sounds are remembered: the same few names meet again and again. */
const sounds = new Map<string, string>();
const MOST_SOUNDS = 100_000;

function soundOf(name: string): string {
  let sound = sounds.get(name);
  if (sound === undefined) {
    sound = toSound(name);
    if (sounds.size >= MOST_SOUNDS) {
      sounds.clear();
    }
    sounds.set(name, sound);
  }
  return sound;
}

export const DATE_LEVELS = ['equal', 'one slip', 'two parts equal', 'near', 'different'] as const;

/** Dates as yyyymmdd: one digit, two digits swapped, day and month swapped; two of year, month, day; most digits. */
export function dateLevel(a: string, b: string): number {
  const [year, month, day] = [a.slice(0, 4) === b.slice(0, 4), a.slice(4, 6) === b.slice(4, 6), a.slice(6) === b.slice(6)];
  const swapped = year && a.slice(4, 6) === b.slice(6) && a.slice(6) === b.slice(4, 6);
  if (swapped || isWithinEdits(a, b, 1)) {
    return 1;
  }
  if (Number(year) + Number(month) + Number(day) === 2) {
    return 2;
  }
  return isWithinEdits(a, b, 2) ? 3 : 4;
}

export const CODE_LEVELS = ['equal', 'one slip', 'different'] as const;

/** Numbers and codes: one slip, except in a single sign, where it is another one. */
export function codeLevel(a: string, b: string): number {
  return Math.max(a.length, b.length) > 1 && isWithinEdits(a, b, 1) ? 1 : 2;
}

export const EMAIL_LEVELS = ['equal', 'spelled alike', 'same name before @', 'different'] as const;

export function emailLevel(a: string, b: string): number {
  if (a.length > 8 && isWithinEdits(a, b, 3)) {
    return 1;
  }
  const [left = '', right = ''] = [a, b].map((email) => email.split('@')[0]);
  return left.length > 3 && (left === right || (left.length > 5 && isWithinEdits(left, right, 1))) ? 2 : 3;
}

/** Nothing can be said: a value is missing, or the two are of different things. It has no weight. */
export const MISSING = 255;

/** Two pages of one site are two people's; pages of two sites say nothing of each other. */
export function urlLevel(a: string, b: string): number {
  return a.slice(0, a.indexOf(':')) === b.slice(0, b.indexOf(':')) ? 1 : MISSING;
}

export const LIST_LEVELS = ['equal', 'different'] as const;
