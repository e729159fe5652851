import { createRandom } from '@secondlook/sandbox';

/** The blocks of one run: A and B, then B and A, so that a drift of the machine favours neither. */
export const BLOCKS = 10;
const RESAMPLES = 2_000;

export interface Ratio {
  readonly median: number;
  /** 95 % of the medians of as many blocks drawn again are not below, and not above. */
  readonly low: number;
  readonly high: number;
}

/** Measures A and B block by block, and answers A ÷ B. */
export async function measureRatio(seed: number, a: () => Promise<number>, b: () => Promise<number>): Promise<Ratio> {
  const ratios: number[] = [];
  for (let block = 0; block < BLOCKS; block++) {
    const isSwapped = block % 2 === 1;
    const first = await (isSwapped ? b : a)();
    const second = await (isSwapped ? a : b)();
    ratios.push(isSwapped ? second / first : first / second);
  }
  return toRatio(ratios, seed);
}

export function toRatio(ratios: readonly number[], seed: number): Ratio {
  const random = createRandom(seed, 'bootstrap');
  const medians = Array.from({ length: RESAMPLES }, () => median(ratios.map(() => random.pick(ratios)))).sort((x, y) => x - y);
  const at = (share: number) => medians[Math.floor(share * (medians.length - 1))] ?? Number.NaN;
  return { median: median(ratios), low: at(0.025), high: at(0.975) };
}

export function showRatio({ median: middle, low, high }: Ratio): string {
  return `${middle.toFixed(3)} (95 %: ${low.toFixed(3)} to ${high.toFixed(3)}, ${BLOCKS} blocks)`;
}

function median(values: readonly number[]): number {
  const ordered = values.toSorted((x, y) => x - y);
  const middle = Math.floor(ordered.length / 2);
  return ordered.length % 2 === 1 ? (ordered[middle] ?? Number.NaN) : ((ordered[middle - 1] ?? Number.NaN) + (ordered[middle] ?? Number.NaN)) / 2;
}
