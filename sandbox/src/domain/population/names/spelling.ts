/** A name as its bearer writes it, and as it is written in Latin letters: more than one way where usage differs. */
export interface Spelling {
  readonly native: string;
  readonly roman: readonly string[];
}

/** How a culture's people are named; pools are ordered from frequent to rare. */
export interface NameCulture {
  readonly code: string;
  /** Weight among all cultures. */
  readonly share: number;
  /** Home countries, the first being the most likely. */
  readonly countries: readonly string[];
  readonly language: string;
  readonly women: readonly Spelling[];
  readonly men: readonly Spelling[];
  readonly families: readonly Spelling[];
  readonly isFamilyFirst?: boolean;
  /** People carry two family names, and often write one. */
  readonly hasTwoFamilies?: boolean;
  readonly toFeminine?: (family: Spelling) => Spelling;
}

const withoutMarks: Readonly<Record<string, string>> = {
  ß: 'ss', ø: 'o', Ø: 'O', æ: 'ae', Æ: 'Ae', å: 'a', Å: 'A', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ı: 'i', İ: 'I', ð: 'd', þ: 'th',
};

/** Latin letters without their marks: "Łukasz Müller" becomes "Lukasz Muller". */
export const withoutDiacritics = (text: string): string =>
  Array.from(text, (letter) => withoutMarks[letter] ?? letter)
    .join('')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC');

const germanLetters: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', ß: 'ss', ø: 'oe', å: 'aa' };

/** The other habit for German and Nordic letters: "Müller" becomes "Mueller". */
export const withDigraphs = (text: string): string =>
  withoutDiacritics(Array.from(text, (letter) => germanLetters[letter] ?? letter).join(''));

export const latinNames = (words: string): readonly Spelling[] =>
  words.split(' ').map((word) => {
    const native = word.replaceAll('_', ' ');
    return { native, roman: [...new Set([withoutDiacritics(native), withDigraphs(native)])] };
  });

/** "Анна=Anna Юлия=Yulia/Julia": native form, then its usual romanisations. */
export const pairedNames = (words: string): readonly Spelling[] =>
  words.split(' ').map((word) => {
    const [native = '', romans = ''] = word.replaceAll('_', ' ').split('=');
    return { native, roman: romans.split('/') };
  });

/** Every pair of two parts, each pool ordered by frequency: given names of East Asia, long tails of surnames. */
export const combinedNames = (
  first: readonly Spelling[],
  second: readonly Spelling[],
  joinRoman = (left: string, right: string): string => left + right.toLowerCase(),
): readonly Spelling[] =>
  first.flatMap((left, row) =>
    second
      .filter((_, column) => (row * 7 + column * 3) % 5 < 3)
      .map((right) => ({
        native: left.native + right.native,
        roman: [joinRoman(left.roman[0] ?? '', right.roman[0] ?? '')],
      })),
  );
