import { type Ast, type BoundAst, type LeafAst, type RangeAst } from './ast';
import { type Random } from './random';

/** How loosely a text is bound. */
enum Level {
  atom,
  weight,
  near,
  sign,
  and,
  or,
}

/** Writes a query in one of the many ways that mean the same. Without randomness, in the plainest. */
export function spellQuery(ast: Ast, random?: Random): string {
  const pick = (plain: string, ...others: readonly string[]) => (random === undefined || random.isChance(0.5) ? plain : random.pick([plain, ...others]));
  const isChance = (probability: number) => random?.isChance(probability) ?? false;

  /** What is bound less tightly than `loosest` needs parentheses. */
  function spell(one: Ast, loosest: Level): string {
    const [text, level] = write(one);
    return level > loosest || isChance(0.04) ? open() + text + close() : text;
  }
  const open = () => pick('(', '( ', '（');
  const close = () => pick(')', ' )', '）');

  function write(one: Ast): readonly [string, Level] {
    switch (one.kind) {
      case 'everyone':
        return ['*', Level.atom];
      case 'or':
        return [one.operands.map((operand) => spell(operand, Level.and)).join(pick(' OR ', ' | ', ' || ', ' or ', ' OR  ', '\nOR\n')), Level.or];
      case 'and':
        return [one.operands.map((operand) => spell(operand, Level.sign)).reduce((text, next) => text + pick(' ', ' AND ', ' && ', '  ', '\n', '\u00a0', ' and ') + next), Level.and];
      case 'not':
        return [pick('NOT ', '-', '!', '–', 'NOT NOT NOT ') + spell(one.operand, Level.near), Level.sign];
      case 'prefer':
        return [`PREFER ${spell(one.operand, Level.near)}`, Level.sign];
      case 'weight':
        return [`${spell(one.operand, Level.atom).replace(/[,;]$/, '')}^${one.weight}`, Level.weight];
      case 'near':
        return [`${side(one.left)} NEAR/${one.distance} ${side(one.right)}`, Level.near];
      case 'field':
        return [`${name(one.field)}:${isOperatorWord(one.operand) ? '' : pick('', ' ')}${value(one.operand)}`, Level.atom];
      case 'code':
        return [`${name(one.field)}:${/^[^\s"(),:;^~|&]+$/.test(one.spelled) ? pick(one.spelled, `"${one.spelled}"`) : `"${one.spelled}"`}`, Level.atom];
      case 'entry':
        return [`${pick(one.name, one.name.toUpperCase())}(${spell(one.operand, Level.or)})`, Level.atom];
      case 'range':
        return [range(one), Level.atom];
      default:
        return [leaf(one), Level.atom];
    }
  }

  function side(alternatives: readonly LeafAst[]): string {
    const written = alternatives.map(leaf);
    return written.length === 1 && !isChance(0.1) ? (written[0] ?? '') : `(${written.join(' OR ')})`;
  }

  function name(field: string): string {
    const aliases: Readonly<Record<string, string>> = { cur_title: 'current_title', cur_company: 'current_company', loc: 'location' };
    return pick(field, field.toUpperCase(), aliases[field] ?? field);
  }

  function value(operand: Ast): string {
    const [text, level] = write(operand);
    if (operand.kind === 'range' && operand.lower !== undefined && operand.upper !== undefined && isChance(0.2)) {
      return `[${operand.lower.point} TO ${operand.upper.point}]`;
    }
    // A word of the language is the value when it is glued to the colon; other values may stand in parentheses.
    return level === Level.atom && (isOperatorWord(operand) || !isChance(0.1)) ? text : `${open()}${text}${close()}`;
  }

  const isOperatorWord = (operand: Ast) => operand.kind === 'word' && /^(?:and|or|not)$/i.test(operand.text);

  function range({ lower, upper }: RangeAst): string {
    const compared = (sign: string, { point, inclusive }: BoundAst) => `${sign}${inclusive ? '=' : ''}${point}`;
    if (lower !== undefined && upper !== undefined) {
      return lower.point === upper.point ? pick(lower.point, `${lower.point}..${lower.point}`) : `${lower.point}..${upper.point}`;
    }
    return lower !== undefined ? compared('>', lower) : upper !== undefined ? compared('<', upper) : '*';
  }

  function leaf(one: LeafAst): string {
    if (one.kind === 'phrase') {
      const [from, to] = random?.pick([['"', '"'], ['“', '”'], ['"', '"'], ['«', '»'], ['„', '“']]) ?? ['"', '"'];
      return `${from}${disguise(one.text.replaceAll('"', ' '))}${to}${one.within === undefined ? '' : `~${one.within}`}`;
    }
    const text = disguise(one.text);
    return one.edits === undefined ? text + pick('', '', '', ',', ';') : `${text}~${one.edits === 0 ? '' : one.edits}`;
  }

  /** Letters that cleaning takes for others. */
  function disguise(text: string): string {
    switch (random?.below(20)) {
      case 0:
        return text.normalize('NFD');
      case 1:
        return text.replaceAll("'", '’');
      case 2:
        return text.replaceAll(/(?<=[\p{L}\p{N}])-(?=[\p{L}\p{N}])/gu, '‐');
      case 3:
        return text.replaceAll(/&(?!\w+;|#)/g, '&amp;');
      case 4:
        return text.replace(/(?<=\p{L})(?=\p{L})/u, '\u200b');
      case 5:
        return text.toLowerCase();
      default:
        return text;
    }
  }

  return spell(ast, Level.or);
}
