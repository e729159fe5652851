import { isWithinEdits } from './find-stretches';
import { fold } from './text/fold';

export interface Suggested {
  readonly value: string;
  readonly count: number;
}

/** Of shorter beginnings one edit makes any word. */
const SHORTEST_WITH_SLIP = 4;

/** Values that what was typed may become: by their beginning, by the beginnings of their words, or nearly so. Stable: ties by count, then value. */
export function suggest(values: readonly Suggested[], typed: string, limit: number): Suggested[] {
  const wanted = fold(typed.trim());
  const ranked = values.flatMap((one) => {
    const rank = rankOf(fold(one.value), wanted);
    return rank === undefined ? [] : [{ ...one, rank }];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank || b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, limit)
    .map(({ value, count }) => ({ value, count }));
}

function rankOf(value: string, wanted: string): number | undefined {
  if (value.startsWith(wanted)) {
    return 0;
  }
  const words = value.split(/[^\p{L}\p{M}\p{N}+#.]+/u);
  const asked = wanted.split(/\s+/);
  if (asked.every((part) => words.some((word) => word.startsWith(part)))) {
    return 1;
  }
  return asked.every((part) => words.some((word) => nearlyBegins(word, part))) ? 2 : undefined;
}

function nearlyBegins(word: string, part: string): boolean {
  if (part.length < SHORTEST_WITH_SLIP) {
    return word.startsWith(part);
  }
  return [-1, 0, 1].some((more) => isWithinEdits(word.slice(0, part.length + more), part, 1));
}
