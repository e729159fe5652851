/** Offsets of the services count code points; JavaScript's texts count UTF-16 units. */
export interface Stretch {
  readonly startOffset: number;
  readonly endOffset: number;
}

export interface Piece {
  readonly text: string;
  readonly isHighlighted: boolean;
}

/** Cuts a text where highlights begin and end. Whatever the offsets, the pieces add up to the text. */
export function splitAtHighlights(text: string, highlights: readonly Stretch[]): Piece[] {
  const codePoints = Array.from(text);
  const pieces: Piece[] = [];
  let at = 0;
  const cutUntil = (end: number, isHighlighted: boolean) => {
    if (end > at) {
      pieces.push({ text: codePoints.slice(at, end).join(''), isHighlighted });
      at = end;
    }
  };
  for (const { startOffset, endOffset } of [...highlights].sort((a, b) => a.startOffset - b.startOffset)) {
    cutUntil(Math.min(startOffset, codePoints.length), false);
    cutUntil(Math.min(endOffset, codePoints.length), true);
  }
  cutUntil(codePoints.length, false);
  return pieces;
}

export function sliceCodePoints(text: string, { startOffset, endOffset }: Stretch): string {
  return Array.from(text).slice(startOffset, endOffset).join('');
}

export interface Edit extends Stretch {
  readonly text: string;
}

/** A text with some of its stretches replaced, none of which overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const codePoints = Array.from(text);
  for (const { startOffset, endOffset, text: replacement } of [...edits].sort((a, b) => b.startOffset - a.startOffset)) {
    codePoints.splice(startOffset, endOffset - startOffset, replacement);
  }
  return codePoints.join('');
}

export interface Pointed {
  readonly before: string;
  /** The character at the offset; empty at the end of the text. */
  readonly at: string;
  readonly after: string;
}

/** The neighbourhood of an offset. */
export function pointAt(text: string, offset: number, reach: number): Pointed {
  const codePoints = Array.from(text);
  const from = Math.max(0, offset - reach);
  const to = offset + 1 + reach;
  return {
    before: `${from > 0 ? '…' : ''}${codePoints.slice(from, offset).join('')}`,
    at: codePoints[offset] ?? '',
    after: `${codePoints.slice(offset + 1, to).join('')}${to < codePoints.length ? '…' : ''}`,
  };
}

export function countCodePoints(text: string): number {
  return Array.from(text).length;
}
