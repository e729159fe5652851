const ASCII = /^[\x20-\x7e]*$/;
/** Accents are blind after letters of these scripts only: か and が are different letters. */
const ACCENTED = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}])\p{M}+/gu;
/** Letters that Unicode does not take apart. */
const LETTERS: Readonly<Partial<Record<string, string>>> = {
  ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i', ŧ: 't', ħ: 'h', ĸ: 'k', ŋ: 'n', ſ: 's',
};
const UNDECOMPOSED = /[ßøłđðþæœıŧħĸŋſ]/gu;

/** Case, accents, width and ligatures folded away: words that fold alike are the same word. */
export function fold(word: string): string {
  if (ASCII.test(word)) {
    return word.toLowerCase();
  }
  return word
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(ACCENTED, '$1')
    .replaceAll(UNDECOMPOSED, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFC');
}

const UMLAUTS: Readonly<Partial<Record<string, string>>> = { ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue' };

/** The form of a person's name with ä ö ü written out, where it has any: Müller is found as Mueller too. */
export function withUmlautsWrittenOut(name: string): string | undefined {
  const written = name.normalize('NFC').replaceAll(/[äöüÄÖÜ]/gu, (letter) => UMLAUTS[letter] ?? letter);
  return written === name.normalize('NFC') ? undefined : written;
}
