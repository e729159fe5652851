import { type Ast, type BoundAst, type EntryName, type LeafAst, type RangeAst } from './ast';
import { type Population } from './generate-people';
import { type Random } from './random';
import { COMPANIES, FAMILY_NAMES, GIVEN_NAMES, HANDLES, LABELS, LANGUAGES, PHONES, PLACES, SCHOOLS, STATUSES, STOP_WORDS, TAGS, WORDS } from './vocabulary';

const parts = (texts: readonly string[]) => texts.flatMap((text) => text.split(/[ ,()]+/)).filter((text) => text !== '');

/** Textual fields, each with words that its values hold. */
const TEXTUAL: Readonly<Record<string, readonly string[]>> = {
  title: WORDS, cur_title: WORDS, past_title: WORDS, headline: WORDS, resume: WORDS, attachment: WORDS, skill: WORDS, cert: WORDS, degree: WORDS, major: WORDS, description: WORDS, job: [...WORDS, 'REQ-1', 'req'],
  company: parts(COMPANIES), cur_company: parts(COMPANIES), past_company: parts(COMPANIES), school: parts(SCHOOLS), lang: parts(LANGUAGES), tag: parts(TAGS),
  name: parts([...FAMILY_NAMES, ...GIVEN_NAMES]), first_name: parts(GIVEN_NAMES), last_name: parts(FAMILY_NAMES),
  loc: parts(PLACES.flat()), city: parts(PLACES.flat()), state: parts(PLACES.flat()), country: parts(PLACES.flat()),
  status: parts([...STATUSES, 'review']), substatus: parts(LABELS), source: parts(LABELS), rejection_reason: parts(LABELS), withdrawal_reason: parts(LABELS),
  industry: WORDS, group: WORDS, summary: WORDS,
};
const TEXTUAL_NAMES = Object.keys(TEXTUAL);
const IN_ENTRY: Readonly<Record<EntryName, readonly string[]>> = {
  role: ['title', 'company', 'cur_title', 'past_title', 'cur_company', 'past_company', 'description'],
  edu: ['school', 'degree', 'major'],
  app: ['status', 'substatus', 'source', 'job', 'rejection_reason', 'withdrawal_reason'],
};
const ANYBODYS: readonly string[] = [...WORDS, ...WORDS, ...parts([...COMPANIES, ...FAMILY_NAMES, ...GIVEN_NAMES, ...SCHOOLS, ...PLACES.flat(), ...TAGS, ...LABELS, ...LANGUAGES])];

/** Where a tree stands, which decides what it may hold. */
interface Place {
  readonly words: readonly string[];
  /** Inside a field only words are. */
  readonly inField: boolean;
  readonly entry?: EntryName;
}

export function createQueryGenerator(random: Random, { texts }: Population) {
  function word(words: readonly string[]): LeafAst {
    const text = random.pick(words);
    const letters = Array.from(text);
    if (/^(?:and|or|not)$/i.test(text)) {
      return { kind: 'phrase', text };
    }
    if (random.isChance(0.1) && /^[\p{Script=Latin}\p{Script=Cyrillic}]{3,}$/u.test(text)) {
      const cut = 2 + random.below(letters.length - 2);
      const patterns = [`${letters.slice(0, cut).join('')}*`, letters.with(cut, '?').join(''), `${letters.slice(0, 2).join('')}*${letters.at(-1) ?? ''}`];
      return { kind: 'word', text: `${random.isChance(0.1) ? 'pre-' : ''}${random.pick(patterns)}${random.isChance(0.1) ? '-end' : ''}` };
    }
    if (random.isChance(0.08) && /^[\p{L}\p{M}-]+$/u.test(text)) {
      return { kind: 'word', text: random.isChance(0.3) ? mistype(text) : text, edits: random.pick([0, 1, 2]) };
    }
    const isSeveral = random.isChance(0.05);
    return isSeveral ? { kind: 'word', text: `${text}${random.pick([';', '-', '/'])}${random.pick(words)}` } : { kind: 'word', text: random.isChance(0.1) ? text.toUpperCase() : text };
  }

  function mistype(text: string): string {
    const letters = Array.from(text);
    const at = 1 + random.below(Math.max(1, letters.length - 1));
    return random.pick([letters.toSpliced(at, 1), letters.toSpliced(at, 0, 'x'), letters.toSpliced(at, 2, ...letters.slice(at, at + 2).reverse())]).join('') || text;
  }

  function stopWord(): Ast {
    // An "and" between two words is no word.
    return { kind: 'word', text: random.pick(STOP_WORDS.filter((text) => text !== 'and')) };
  }

  function quoted(words: readonly string[]): LeafAst {
    const source = random.isChance(0.6) ? random.pick(texts).split(/[\s"\\]+/) : undefined;
    const from = source === undefined ? 0 : random.below(source.length);
    const text = source === undefined ? random.some(words, 1, 4).join(random.pick([' ', ' ', ' ', '-', ', ', ' & ', ' of '])) : source.slice(from, from + 1 + random.below(5)).join(' ');
    const isEmpty = !/[\p{L}\p{N}]/u.test(text);
    const kept = isEmpty ? random.pick(words) : text;
    if (!random.isChance(0.4)) {
      return { kind: 'phrase', text: kept };
    }
    // Three at most: all orders of more with compounds are too many to write out, and then a compound may count for a part of it too.
    const shuffled = [...kept.split(' ').slice(0, random.pick([2, 3])), ...(random.isChance(0.2) && kept.split(' ').length < 3 ? [random.pick(words)] : [])].filter((one) => /[\p{L}\p{N}]/u.test(one)).map((one) => [random.below(1_000), one] as const).sort(([a], [b]) => a - b).map(([, one]) => one);
    return { kind: 'phrase', text: shuffled.length === 0 ? random.pick(words) : shuffled.join(' '), within: random.below(5) };
  }

  const leaf = (words: readonly string[]): LeafAst => (random.isChance(0.6) ? word(words) : quoted(words));

  function near(words: readonly string[]): Ast {
    const side = (): LeafAst[] => (random.isChance(0.3) ? [leaf(words), leaf(words)] : [leaf(words)]);
    return { kind: 'near', distance: random.below(6), left: side(), right: side() };
  }

  function bound(points: readonly string[]): RangeAst {
    const [one, other] = [random.pick(points), random.pick(points)];
    const at = (point: string, inclusive: boolean): BoundAst => ({ point, inclusive });
    return random.pick<RangeAst>([
      { kind: 'range', lower: at(one, random.isChance(0.5)) },
      { kind: 'range', upper: at(one, random.isChance(0.5)) },
      { kind: 'range', lower: at(one, true), upper: at(one, true) },
      { kind: 'range', lower: at(one, true), upper: at(other, true) },
    ]);
  }

  const NUMBERS = ['0', '1', '2', '3', '3.5', '5', '10'];
  const YEARS = ['2012', '2015', '2018', '2020', '2023', '2026'];
  const DATES = ['2024', '2025', '2025-06', '2026', '2026-01', '2025-12-15', '2026-02-28', '2027'];
  const AGES = ['0d', '1d', '30d', '90d', '1mo', '6mo', '13mo', '1y', '2y'];
  const RANGED: Readonly<Record<string, readonly string[]>> = {
    yoe: NUMBERS, years_in_role: NUMBERS, years_at_company: NUMBERS, grad_year: YEARS, match_score: NUMBERS,
    ats_updated: random.pick([DATES, AGES]), mirrored_at: random.pick([DATES, AGES]), enriched_at: random.pick([DATES, AGES]), applied: DATES,
    stage_reached: ['lead', 'new', 'screen', 'interview', 'offer', 'hired'],
  };

  function ranged(field: string): Ast {
    const points = RANGED[field] ?? NUMBERS;
    const range = (): Ast => bound(points);
    const operand = random.isChance(0.7) ? range() : random.isChance(0.2) ? { kind: 'everyone' as const } : group(range, random.isChance(0.3));
    return { kind: 'field', field, operand };
  }

  const group = (make: () => Ast, isNegated: boolean): Ast => {
    const one: Ast = isNegated ? { kind: 'not', operand: make() } : make();
    return random.isChance(0.5) ? one : { kind: random.pick(['and', 'or'] as const), operands: [one, make()] };
  };

  function code(): Ast {
    const handle = random.pick(HANDLES);
    const phone = random.pick(PHONES);
    return random.pick<Ast>([
      { kind: 'code', field: 'email', ...same(random.pick(['jane@acme.com', '@acme.com', 'x.1@mail.example.org', 'jane@acme'])) },
      { kind: 'code', field: 'phone', code: phone.replaceAll(/\D/g, ''), spelled: phone },
      { kind: 'code', field: 'linkedin', code: handle, spelled: random.pick([handle, `https://de.linkedin.com/in/${handle.toUpperCase()}/?trk=x`, `linkedin.com/in/${encodeURIComponent(handle)}`]) },
      { kind: 'code', field: 'github', code: handle, spelled: random.pick([handle, `github.com/${handle}`]) },
      { kind: 'code', field: 'url', code: `${handle}.example.com`, spelled: random.pick([`https://www.${handle}.example.com/`, `${handle}.example.com`]) },
      { kind: 'code', field: 'id', ...same(random.pick(['c1', 'ext-c2', 'p1', 'C3'])) },
      { kind: 'code', field: 'has', ...same(random.pick(['resume', 'attachment', 'unreadable', 'email', 'phone', 'linkedin', 'github', 'website', 'Resume', 'nothing'])) },
      { kind: 'code', field: 'matched', ...same(random.pick(['yes', 'no', 'YES'])) },
      { kind: 'code', field: 'match_by', ...same(random.pick(['email', 'url', 'linkedin', 'github'])) },
      { kind: 'code', field: 'changed', ...same('company') },
    ]);
  }

  const same = (text: string) => ({ code: text.toLowerCase(), spelled: text });

  function atom(place: Place, depth: number): Ast {
    const { words, inField, entry } = place;
    const dice = random.below(100);
    if (dice < 8) {
      return near(words);
    }
    if (dice < 14) {
      return stopWord();
    }
    if (dice === 14) {
      return { kind: 'everyone' };
    }
    if (inField || dice < 55) {
      return leaf(words);
    }
    if (dice < 75 || entry !== undefined) {
      return entry !== undefined && random.isChance(0.2) ? (entry === 'edu' ? ranged('grad_year') : entry === 'app' ? ranged('stage_reached') : textual(random.pick(TEXTUAL_NAMES), depth)) : textual(random.pick(entry === undefined ? TEXTUAL_NAMES : IN_ENTRY[entry]), depth);
    }
    if (dice < 84) {
      return ranged(random.pick(Object.keys(RANGED)));
    }
    if (dice < 89) {
      return code();
    }
    if (dice < 91) {
      return { kind: 'field', field: random.pick(['email', 'phone', 'linkedin', 'has', 'match_by', 'github', 'url']), operand: { kind: 'everyone' } };
    }
    const name = random.pick(['role', 'edu', 'app'] as const);
    const inEntry = random.isChance(0.5) ? WORDS : (TEXTUAL[random.pick(IN_ENTRY[name])] ?? WORDS);
    return { kind: 'entry', name, operand: tree({ words: inEntry, inField: false, entry: name }, depth - 1) };
  }

  function textual(field: string, depth: number): Ast {
    const words = TEXTUAL[field] ?? WORDS;
    const dice = random.below(10);
    const operand = dice < 5 ? leaf(words) : dice < 6 ? { kind: 'everyone' as const } : dice < 7 ? { kind: 'word' as const, text: random.pick(STOP_WORDS) } : tree({ words, inField: true }, Math.min(depth - 1, 2));
    return { kind: 'field', field, operand };
  }

  function tree(place: Place, depth: number): Ast {
    const dice = random.below(100);
    if (depth <= 0 || dice < 35) {
      return atom(place, depth);
    }
    const inner = () => tree(place, depth - 1);
    if (dice < 62) {
      return { kind: 'and', operands: Array.from({ length: 2 + random.below(2) }, inner) };
    }
    if (dice < 82) {
      return { kind: 'or', operands: Array.from({ length: random.isChance(0.05) ? 10 : 2 + random.below(2) }, inner) };
    }
    if (dice < 94) {
      return { kind: 'not', operand: inner() };
    }
    return { kind: 'weight', operand: inner(), weight: 2 + random.below(9) };
  }

  return (): Ast => {
    const all = tree({ words: ANYBODYS, inField: false }, random.below(4));
    return random.isChance(0.08) ? { kind: 'and', operands: [{ kind: 'prefer', operand: tree({ words: ANYBODYS, inField: false }, 1) }, all] } : all;
  };
}

