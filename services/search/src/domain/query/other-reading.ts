import { combine, EVERYONE, type Node } from './tree';

/** With OR binding tighter: `a OR b c` as `(a OR b) c`. Each side is what stands between two ORs. */
export function otherReading(sides: readonly Node[][]): Node {
  const groups: Node[][] = [];
  for (const [first, ...rest] of sides) {
    if (first !== undefined) {
      const last = groups.at(-1);
      if (last === undefined) {
        groups.push([first]);
      } else {
        last.push(first);
      }
      groups.push(...rest.map((node) => [node]));
    }
  }
  return combine('and', groups.flatMap((group) => combine('or', group) ?? [])) ?? EVERYONE;
}
