import { type Analysis } from './analyze';

/**
 * How text is handed to the index: parallel streams under its whitespace analyser, one token per position, `_` where a stream has
 * none. So the index does no analysis of its own, and one intervals query can mix streams (`use_field`). Every value stands
 * between sentinels: no phrase runs from one value into the next.
 */
export interface TokenStreams {
  readonly exact: string;
  readonly stem: string;
  /** A compound, at its first and at its last position. */
  readonly join_first: string;
  readonly join_last: string;
}

export const STREAMS = ['exact', 'stem', 'join_first', 'join_last'] as const satisfies readonly (keyof TokenStreams)[];

export const NO_TOKEN = '_';
/** Not word characters: no token is ever equal to one. */
export const VALUE_START = '⟦';
export const VALUE_END = '⟧';

export interface AnalyzedValue {
  readonly analysis: Analysis;
  /** Running text is stemmed; names, companies, schools and places are not. */
  readonly stemmed: boolean;
}

export function toTokenStreams(values: readonly AnalyzedValue[]): TokenStreams {
  const streams: Record<keyof TokenStreams, string[]> = { exact: [], stem: [], join_first: [], join_last: [] };
  const push = (exact: string, stem = NO_TOKEN) => {
    streams.exact.push(exact);
    streams.stem.push(stem);
    streams.join_first.push(NO_TOKEN);
    streams.join_last.push(NO_TOKEN);
  };
  for (const { analysis, stemmed } of values.filter(({ analysis: { tokens } }) => tokens.length > 0)) {
    push(VALUE_START);
    const start = streams.exact.length;
    for (const token of analysis.tokens) {
      push(token.exact, stemmed ? token.stem : undefined);
    }
    for (const { first, last, exact } of analysis.joins) {
      streams.join_first[start + first] = exact;
      streams.join_last[start + last] = exact;
    }
    push(VALUE_END);
  }
  return {
    exact: streams.exact.join(' '),
    stem: streams.stem.join(' '),
    join_first: streams.join_first.join(' '),
    join_last: streams.join_last.join(' '),
  };
}
