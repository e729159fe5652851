import { stem as snowballEnglish } from 'porter2';

import { stemExceptions } from './stem-exceptions';

/** The stem of a folded word: Snowball English (Porter2), with exceptions. Words of other letters are their own stem. */
export function stem(folded: string): string {
  return stemExceptions.get(folded) ?? (/^[a-z]+$/.test(folded) ? snowballEnglish(folded) : folded);
}
