/**
 * Cleans text before it is taken apart: queries and candidates alike, so that what is typed finds what is written. Offsets map
 * back into the raw text, in code points.
 */
export interface CleanText {
  readonly text: string;
  /** Raw offset of the code point at a UTF-16 index of `text`, and of its end; `text.length` maps to the raw length. */
  rawOffset(index: number): number;
}

const REMOVED = /[\p{Cc}\p{Cf}\p{Cs}]/u;
const WHITE_SPACE = /\p{White_Space}/u;
const ENTITIES: Readonly<Partial<Record<string, string>>> = { '&amp;': '&', '&quot;': '"', '&#39;': "'", '&lt;': '<', '&gt;': '>' };
const ENTITY = /^&(?:amp|quot|#39|lt|gt);/;

const REPLACED: ReadonlyMap<string, string> = new Map([
  ...pairs('“”„‟″＂«»「」『』', '"'),
  ...pairs('‘’‚‛′`', "'"),
  ...pairs('–—―−‐‑﹣－', '-'),
  ['（', '('], ['）', ')'], ['：', ':'], ['＊', '*'], ['？', '?'], ['～', '~'], ['｜', '|'], ['＋', '+'], ['＆', '&'], ['！', '!'],
  ['…', '...'],
]);

function pairs(from: string, to: string): [string, string][] {
  return Array.from(from).map((character) => [character, to]);
}

/** Nothing to clean: the common case of plain ASCII, where offsets are the same. */
const PLAIN = /^[\x20-\x25\x27-\x5f\x61-\x7e]*$/;

export function cleanText(raw: string): CleanText {
  return PLAIN.test(raw) ? { text: raw, rawOffset: (index) => index } : compose(replaceCharacters(raw));
}

/** The stretches of a raw text that cleaning changes, in code points: for those who are to know. */
export function findCleaned(raw: string): { start: number; end: number }[] {
  if (PLAIN.test(raw)) {
    return [];
  }
  const { pieces, rawLength } = replaceCharacters(raw);
  const characters = Array.from(raw);
  const isSame = new Array<boolean>(rawLength).fill(false);
  for (const { text, start } of toClusters(pieces)) {
    const { length } = Array.from(text);
    const composed = text.normalize('NFC');
    if (composed === characters.slice(start, start + length).join('')) {
      isSame.fill(true, start, start + length);
    }
  }
  const changed: { start: number; end: number }[] = [];
  isSame.forEach((same, offset) => {
    const last = changed.at(-1);
    if (!same && last?.end === offset) {
      last.end = offset + 1;
    } else if (!same) {
      changed.push({ start: offset, end: offset + 1 });
    }
  });
  return changed;
}

interface Piece {
  readonly text: string;
  /** Raw offset of its first code point. */
  readonly start: number;
}

/** One piece per character that stays. */
function replaceCharacters(raw: string): { pieces: Piece[]; rawLength: number } {
  const pieces: Piece[] = [];
  let start = 0;
  let skipUntil = 0;
  let index = 0;
  for (const character of raw) {
    const entity = character === '&' ? ENTITY.exec(raw.slice(index, index + 6))?.[0] : undefined;
    if (start >= skipUntil) {
      if (entity !== undefined) {
        pieces.push({ text: ENTITIES[entity] ?? entity, start });
        skipUntil = start + entity.length;
      } else if (WHITE_SPACE.test(character)) {
        pieces.push({ text: ' ', start });
      } else if (!REMOVED.test(character)) {
        pieces.push({ text: REPLACED.get(character) ?? character, start });
      }
    }
    start += 1;
    index += character.length;
  }
  return { pieces, rawLength: start };
}

/** Characters that may join the one before them in NFC: marks, and the medial and final jamo of a Hangul syllable. */
const COMBINES = /\p{M}$|[\u1100-\u11ff\uac00-\ud7a3][\u1160-\u11ff]$/u;

/** NFC, one cluster of a character and what combines with it at a time, so that offsets stay known. */
function compose({ pieces, rawLength }: { pieces: readonly Piece[]; rawLength: number }): CleanText {
  const joined = pieces.map(({ text }) => text).join('');
  const clusters = joined.normalize('NFC') === joined ? pieces : toClusters(pieces).map(({ text, start }) => ({ text: text.normalize('NFC'), start }));
  const starts = clusters.flatMap(({ text, start }) => new Array<number>(text.length).fill(start));
  const text = clusters.map((cluster) => cluster.text).join('');
  return { text, rawOffset: (index) => starts[index] ?? rawLength };
}

function toClusters(pieces: readonly Piece[]): Piece[] {
  const clusters: Piece[][] = [];
  let before = '';
  for (const piece of pieces) {
    const last = clusters.at(-1);
    if (last !== undefined && COMBINES.test(before + piece.text)) {
      last.push(piece);
    } else {
      clusters.push([piece]);
    }
    before = piece.text.slice(-1);
  }
  return clusters.map((cluster) => ({ text: cluster.map(({ text }) => text).join(''), start: cluster[0]?.start ?? 0 }));
}
