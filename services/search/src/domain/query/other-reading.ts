import { combine, EVERYONE, type Node } from './tree';

/** With OR binding tighter: `a OR b c` as `(a OR b) c`. */
export function otherReading(sides: readonly Node[][]): Node {
  const groups: Node[][] = [];
  for (const side of sides) {
    const [first, ...rest] = side;
    const last = groups.at(-1);
    if (first !== undefined) {
      groups.splice(groups.length - (last === undefined ? 0 : 1), last === undefined ? 0 : 1, [...(last ?? []), first], ...rest.map((node) => [node]));
    }
  }
  return combine('and', groups.flatMap((group) => combine('or', group) ?? [])) ?? EVERYONE;
}
