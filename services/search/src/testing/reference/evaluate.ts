import { type Ast, type RangeAst } from './ast';
import { isInValue, type Value } from './match-leaf';
import { type Entry, type Subject } from './subject';

/** Whether a query finds somebody, by the documents of the language. */
export function isFound(ast: Ast, subject: Subject, now: Date): boolean {
  const meant = withoutStopWords(withoutMisplacedPreferences(ast), undefined);
  return inSubject(meant, subject, now);
}

/** NOT, AND, OR, weights and preferences mean the same everywhere. */
function holds(ast: Ast, ofAtom: (atom: Ast) => boolean): boolean {
  switch (ast.kind) {
    case 'everyone':
    case 'prefer':
      return true;
    case 'and':
      return ast.operands.every((operand) => holds(operand, ofAtom));
    case 'or':
      return ast.operands.some((operand) => holds(operand, ofAtom));
    case 'not':
      return !holds(ast.operand, ofAtom);
    case 'weight':
      return holds(ast.operand, ofAtom);
    default:
      return ofAtom(ast);
  }
}

function inSubject(ast: Ast, subject: Subject, now: Date): boolean {
  return holds(ast, (atom) => {
    switch (atom.kind) {
      case 'entry':
        return subject.entries[atom.name].some((entry) => inEntry(atom.operand, entry));
      case 'code':
        return (subject.codes[atom.field] ?? []).some((code) => isSameCode(atom.field, code, atom.code));
      case 'field': {
        const { field, operand } = atom;
        const dates = subject.dates[field];
        return dates !== undefined ? dates.some((date) => inRanges(operand, date.getTime(), (point, isAfter) => instantOf(point, isAfter, now))) : codesOf(atom.operand, subject.codes[field]) ?? inEntry(atom, subject);
      }
      default:
        return inEntry(atom, subject);
    }
  });
}

/** `field:*` of a field of codes. */
function codesOf(operand: Ast, codes: readonly string[] | undefined): boolean | undefined {
  return operand.kind === 'everyone' && codes !== undefined ? codes.length > 0 : undefined;
}

/** Words and fields of one entry, or of all of somebody; a field that it has not is never true. */
function inEntry(ast: Ast, { bare, words, numbers }: Entry): boolean {
  return holds(ast, (atom) => {
    switch (atom.kind) {
      case 'word':
      case 'phrase':
      case 'near':
        return bare.some((value) => isInValue(atom, value));
      case 'field':
        return (words[atom.field] ?? []).some((value) => inValue(atom.operand, value)) || (numbers[atom.field] ?? []).some((number) => inRanges(atom.operand, number, numberOf));
      default:
        return false;
    }
  });
}

const inValue = (ast: Ast, value: Value) => holds(ast, (atom) => (atom.kind === 'word' || atom.kind === 'phrase' || atom.kind === 'near') && isInValue(atom, value));

/** Where a point begins, or what comes right after it. */
type Locate = (point: string, isAfter: boolean) => number;

const inRanges = (ast: Ast, value: number, locate: Locate) => holds(ast, (atom) => atom.kind === 'range' && inRange(atom, value, locate));

/** A point may be a period: before it, after it, or with all of it. */
function inRange({ lower, upper }: RangeAst, value: number, locate: Locate): boolean {
  if (lower !== undefined && upper !== undefined && locate(lower.point, false) >= locate(upper.point, true)) {
    // The wrong way round.
    return inRange({ kind: 'range', lower: upper, upper: lower }, value, locate);
  }
  const isFrom = lower === undefined || value >= locate(lower.point, !lower.inclusive);
  return isFrom && (upper === undefined || value < locate(upper.point, upper.inclusive));
}

const STAGES = ['lead', 'new', 'screen', 'interview', 'offer', 'hired'];

const numberOf: Locate = (point, isAfter) => {
  const number = STAGES.includes(point) ? STAGES.indexOf(point) : Number(point);
  return isAfter ? number + Number.EPSILON * Math.max(1, number) : number;
};

function instantOf(point: string, isAfter: boolean, now: Date): number {
  const [, count = '', unit] = /^(\d+)(d|mo|y)$/.exec(point) ?? [];
  if (unit !== undefined) {
    const day = new Date(now.toISOString().slice(0, 10));
    const [year, month, date] = [day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()];
    const months = unit === 'd' ? 0 : Number(count) * (unit === 'y' ? 12 : 1);
    const lastDay = new Date(Date.UTC(year, month - months + 1, 0)).getUTCDate();
    const days = unit === 'd' ? Number(count) : 0;
    return Date.UTC(year, month - months, Math.min(date, months === 0 ? date : lastDay) - days + (isAfter ? 1 : 0));
  }
  const [year = 0, month, date] = point.split('-').map(Number);
  const more = isAfter ? 1 : 0;
  return month === undefined ? Date.UTC(year + more, 0) : date === undefined ? Date.UTC(year, month - 1 + more) : Date.UTC(year, month - 1, date + more);
}

/** A number is the same with and without country code. */
function isSameCode(field: string, known: string, wanted: string): boolean {
  const isPhone = field === 'phone' && wanted.length >= 9 && known.length >= 9;
  return known === wanted || (isPhone && known.slice(-9) === wanted.slice(-9));
}

const STOP_WORDS = 'a an the of for to and with at on by from in is are'.split(' ');
const NEVER_OPTIONAL = ['name', 'first_name', 'last_name', 'loc', 'city', 'state', 'country', 'status', 'substatus', 'rejection_reason', 'withdrawal_reason', 'source', 'job'];

/** Common words are dropped, unless all of a query, field or function is such. */
function withoutStopWords(ast: Ast, field: string | undefined): Ast {
  const kept = drop(ast, field);
  return kept ?? map(ast, (one) => (one.kind === 'field' || one.kind === 'entry' ? scoped(one) : undefined));
}

const isStopWord = (ast: Ast) => ast.kind === 'word' && ast.edits === undefined && STOP_WORDS.includes(ast.text.toLowerCase());

function scoped(ast: Extract<Ast, { kind: 'field' | 'entry' }>): Ast {
  // A value by itself is required.
  return isStopWord(ast.operand) ? ast : { ...ast, operand: withoutStopWords(ast.operand, ast.kind === 'field' ? ast.field : undefined) };
}

function drop(ast: Ast, field: string | undefined): Ast | undefined {
  if (isStopWord(ast)) {
    return field !== undefined && NEVER_OPTIONAL.includes(field) ? ast : undefined;
  }
  switch (ast.kind) {
    case 'and':
    case 'or': {
      const operands = ast.operands.flatMap((operand) => drop(operand, field) ?? []);
      const [only] = operands;
      return operands.length < 2 ? only : { ...ast, operands };
    }
    case 'not':
    case 'prefer':
    case 'weight': {
      const operand = drop(ast.operand, field);
      return operand === undefined ? undefined : { ...ast, operand };
    }
    case 'field':
    case 'entry':
      return scoped(ast);
    default:
      return ast;
  }
}

/** A copy in which some trees are others. */
function map(ast: Ast, change: (ast: Ast) => Ast | undefined): Ast {
  const changed = change(ast);
  if (changed !== undefined) {
    return changed;
  }
  switch (ast.kind) {
    case 'and':
    case 'or':
      return { ...ast, operands: ast.operands.map((operand) => map(operand, change)) };
    case 'not':
    case 'prefer':
    case 'weight':
    case 'field':
    case 'entry':
      return { ...ast, operand: map(ast.operand, change) };
    default:
      return ast;
  }
}

/** A preference counts at the top, or in the AND there; elsewhere it is dropped with what it prefers. */
function withoutMisplacedPreferences(ast: Ast): Ast {
  const top = (one: Ast): Ast[] => (one.kind === 'and' ? one.operands.flatMap(top) : one.kind === 'prefer' ? top(one.operand).map((operand): Ast => ({ kind: 'prefer', operand })) : [withoutPreferences(one) ?? []].flat());
  const operands = top(ast);
  return operands.length > 0 ? { kind: 'and', operands } : { kind: 'everyone' };
}

function withoutPreferences(ast: Ast): Ast | undefined {
  switch (ast.kind) {
    case 'prefer':
      return undefined;
    case 'and':
    case 'or': {
      const operands = ast.operands.flatMap((operand) => withoutPreferences(operand) ?? []);
      const [only] = operands;
      return operands.length < 2 ? only : { ...ast, operands };
    }
    case 'not':
    case 'weight':
    case 'field':
    case 'entry': {
      const operand = withoutPreferences(ast.operand);
      return operand === undefined ? undefined : { ...ast, operand };
    }
    default:
      return ast;
  }
}
