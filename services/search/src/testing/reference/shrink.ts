import { childrenOf, type Ast } from './ast';

export interface Wrong {
  readonly ast: Ast;
  readonly typed: string;
  readonly what: string;
}

const MOST_STEPS = 30;

/** The smallest query that is still wrong, as far as leaving parts out finds it. */
export async function shrink(wrong: Wrong, compare: (asts: readonly Ast[]) => Promise<readonly Wrong[]>): Promise<Wrong> {
  let smallest = wrong;
  for (let step = 0; step < MOST_STEPS; step++) {
    const smaller = await firstOf(smallerThan(smallest.ast), compare);
    if (smaller === undefined) {
      break;
    }
    smallest = smaller;
  }
  return smallest;
}

const AT_ONCE = 20;

async function firstOf(asts: readonly Ast[], compare: (asts: readonly Ast[]) => Promise<readonly Wrong[]>): Promise<Wrong | undefined> {
  for (let index = 0; index < asts.length; index += AT_ONCE) {
    const [found] = await compare(asts.slice(index, index + AT_ONCE));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** Trees with something less, the smallest first. */
function smallerThan(ast: Ast): Ast[] {
  const children = ast.kind === 'field' || ast.kind === 'entry' ? [] : childrenOf(ast);
  return [...children, ...shorter(ast), ...inside(ast)];
}

function shorter(ast: Ast): Ast[] {
  switch (ast.kind) {
    case 'and':
    case 'or':
      return ast.operands.length > 2 ? ast.operands.map((_operand, index) => ({ ...ast, operands: ast.operands.toSpliced(index, 1) })) : [];
    case 'near':
      return [...(ast.left.length > 1 ? ast.left.map((one) => ({ ...ast, left: [one] })) : []), ...(ast.right.length > 1 ? ast.right.map((one) => ({ ...ast, right: [one] })) : []), ...(ast.distance > 0 ? [{ ...ast, distance: ast.distance - 1 }] : [])];
    case 'phrase': {
      const words = ast.text.split(' ').filter((word) => word !== '');
      const texts = words.length > 1 ? words.map((_word, index) => words.toSpliced(index, 1).join(' ')) : [];
      return texts.filter((text) => /[\p{L}\p{N}]/u.test(text)).map((text) => ({ ...ast, text }));
    }
    default:
      return [];
  }
}

function inside(ast: Ast): Ast[] {
  switch (ast.kind) {
    case 'and':
    case 'or':
      return ast.operands.flatMap((operand, index) => smallerThan(operand).map((smaller): Ast => ({ ...ast, operands: ast.operands.with(index, smaller) })));
    case 'not':
    case 'prefer':
    case 'weight':
    case 'field':
    case 'entry':
      return smallerThan(ast.operand).map((operand): Ast => ({ ...ast, operand }));
    default:
      return [];
  }
}
