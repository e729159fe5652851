import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';
import { woffToSfnt } from './woff-to-sfnt';

/** Tried in this order; the first that has every letter of a line sets it. */
const files = [
  'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
  '@fontsource/sawarabi-gothic/files/sawarabi-gothic-japanese-400-normal.woff',
  '@fontsource/zcool-xiaowei/files/zcool-xiaowei-chinese-simplified-400-normal.woff',
  '@fontsource/gowun-dodum/files/gowun-dodum-korean-400-normal.woff',
  '@fontsource/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-400-normal.woff',
];

const loaded = new Map<string, Font>();

const load = (file: string): Font => {
  const font = loaded.get(file) ?? create(woffToSfnt(readFileSync(require.resolve(file))));
  loaded.set(file, font);
  return font;
};

// Windows code page 1252, which the fourteen standard fonts of PDF are limited to.
const STANDARD_LETTERS = /^[\x20-\x7e\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/;

export const isStandardText = (text: string): boolean => STANDARD_LETTERS.test(text);

const hasAllGlyphs = (font: Font, text: string): boolean =>
  Array.from(text).every((letter) => letter.trim() === '' || font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0));

/** A font for text the standard fonts cannot set; letters no font has come out as boxes. Fonts are read when first needed. */
export const findFont = (text: string): Font => {
  const file = files.find((one) => hasAllGlyphs(load(one), text));
  return load(file ?? files[0] ?? '');
};

/**
 * To be called before each document. fontkit remembers for every glyph the letters it first stood for, none if it was first
 * met as a part of another ("A" in "Á"): left in place, the text of one document would depend on those set before it.
 */
export const forgetGlyphs = (): void => {
  for (const font of loaded.values()) font._glyphs = {};
};
