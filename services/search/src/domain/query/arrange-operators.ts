import { type CleanText } from '../text/clean-text';
import { type Lexeme, type NearOperator, type Operator } from './lexemes';
import { fixOf, QueryRefusedError, type QueryNote } from './notes';

/** An operator without operands: the word itself, liked to be there, as in `Portland OR`. */
export interface Dangling {
  readonly type: 'dangling';
  readonly start: number;
  readonly end: number;
}

export type Arranged = Lexeme | Dangling;

const BEGINS: readonly Arranged['type'][] = ['open', 'quoted', 'term', 'field', 'function', 'not', 'prefer'];
const ENDS: readonly Arranged['type'][] = ['close', 'quoted', 'term', 'field'];

/**
 * Leaves each binary operator between two operands and each NOT before one; says what became of the others. Throws QueryRefusedError for
 * AND beside OR: which was meant cannot be told.
 */
export function arrangeOperators(lexemes: readonly Lexeme[], { text, rawOffset }: CleanText, capitalsOnly: boolean): { arranged: Arranged[]; notes: QueryNote[] } {
  const notes: QueryNote[] = [];
  const spanOf = ({ start, end }: { start: number; end: number }) => ({ start: rawOffset(start), end: rawOffset(end) });
  const note = (code: QueryNote['code'], message: string, one: { start: number; end: number }, fixes: QueryNote['fixes'] = []) => {
    const { start, end } = spanOf(one);
    notes.push({ code, message, startOffset: start, endOffset: end, fixes });
  };

  /** A word is liked to be there, a sign says nothing by itself. */
  function toDangling(operator: Operator | NearOperator): Arranged[] {
    if (operator.type === 'and' && operator.spelled === 'lower') {
      return [toTerm(operator)];
    }
    const { start, end } = operator;
    if (operator.type === 'or' && operator.spelled !== 'symbol') {
      const span = spanOf(operator);
      const fixes = [fixOf('require the word', span, '"or"'), fixOf('the place: Oregon', span, 'state:OR'), fixOf('remove it', span, '')];
      note('QR-3', `"${text.slice(start, end)}" has nothing to choose between: who has the word ranks higher.`, operator, fixes);
      return [{ type: 'dangling', start, end }];
    }
    note('QR-3', 'Something is missing beside it; it is dropped.', operator);
    return [];
  }

  const words = lexemes.map((lexeme) => (isSpelledLower(lexeme) && capitalsOnly ? toTerm(lexeme) : lexeme));
  const kept = dropDanglingSigns(words, (one) => note('QR-3', 'Nothing follows it; it is dropped.', one));
  const arranged: Arranged[] = [];
  for (let index = 0; index < kept.length; ) {
    const run = takeWhile(kept, index, isBinary);
    const [first] = run;
    const lexeme = kept[index];
    if (first === undefined) {
      arranged.push(...(lexeme === undefined ? [] : [lexeme]));
      index += 1;
      continue;
    }
    const before = arranged.at(-1);
    const after = kept[index + run.length];
    const isBetween = before !== undefined && ENDS.includes(before.type) && after !== undefined && BEGINS.includes(after.type);
    const strict = run.filter((one): one is Operator => one.type !== 'near' && one.spelled !== 'lower');
    const [and, or] = [strict.find(({ type }) => type === 'and'), strict.find(({ type }) => type === 'or')];
    if (and !== undefined && or !== undefined) {
      const whole = spanOf({ start: first.start, end: run.at(-1)?.end ?? first.end });
      throw new QueryRefusedError('QR-5', 'AND and OR stand side by side: which one is meant?', whole, [fixOf('use AND', whole, 'AND'), fixOf('use OR', whole, 'OR')]);
    }
    if (isBetween) {
      const chosen = strict[0] ?? run.find(({ type }) => type === 'near') ?? run.find(({ type }) => type === 'or') ?? first;
      arranged.push(chosen);
      if (chosen.type === 'or' && chosen.spelled === 'lower') {
        note('or', 'Read as OR: either side is enough.', chosen);
      }
      run.filter((one) => one !== chosen && !(one.type === 'and' && one.spelled === 'lower')).forEach((one) => note(one.type === chosen.type ? 'QR-4' : 'QR-3', `One ${text.slice(chosen.start, chosen.end)} is enough.`, one));
    } else {
      run.forEach((one) => arranged.push(...toDangling(one)));
    }
    index += run.length;
  }
  return { arranged, notes };
}

function isBinary(lexeme: Lexeme): lexeme is Operator | NearOperator {
  return lexeme.type === 'and' || lexeme.type === 'or' || lexeme.type === 'near';
}

function isSpelledLower(lexeme: Lexeme): lexeme is Operator {
  return (lexeme.type === 'and' || lexeme.type === 'or') && lexeme.spelled === 'lower';
}

function toTerm({ start, end }: Operator): Lexeme {
  return { type: 'term', start, end, from: start, to: end, glued: false };
}

/** NOT and PREFER before nothing, from the end: one may leave the one before it alone. */
function dropDanglingSigns(lexemes: readonly Lexeme[], onDropped: (dropped: Lexeme) => void): Lexeme[] {
  const kept: Lexeme[] = [];
  for (const lexeme of lexemes.toReversed()) {
    const after = kept.at(-1);
    if ((lexeme.type === 'not' || lexeme.type === 'prefer') && (after === undefined || !BEGINS.includes(after.type))) {
      onDropped(lexeme);
    } else {
      kept.push(lexeme);
    }
  }
  return kept.reverse();
}

function takeWhile<Item, Wanted extends Item>(items: readonly Item[], from: number, isWanted: (item: Item) => item is Wanted): Wanted[] {
  const taken: Wanted[] = [];
  for (let index = from; index < items.length; index++) {
    const item = items[index];
    if (item === undefined || !isWanted(item)) {
      break;
    }
    taken.push(item);
  }
  return taken;
}
