/** One round of the detail sweep: everybody is asked for once, in the order of opaque ids, which stays the same from round to round. */
export interface SweepRound {
  readonly startedTime: Date;
  /** How many candidates there were when it began. */
  readonly total: number;
  readonly swept: number;
  /** Everybody was asked for. */
  readonly ended: boolean;
}

/** A round takes this share of the period: whoever comes first in one and waits in the next is still read in time. */
const SHARE = 0.9;

/** How many candidates should have been asked for by now and were not: as time passes, so evenly. Infinite once the round should be over. */
export function countOverdue({ startedTime, total, swept, ended }: SweepRound, periodMs: number, now: Date): number {
  const elapsed = (now.getTime() - startedTime.getTime()) / (SHARE * periodMs);
  if (ended) {
    return 0;
  }
  return elapsed >= 1 ? Number.POSITIVE_INFINITY : Math.max(0, Math.floor(elapsed * total) - swept);
}

/** The next round begins when this one should be over, and is. */
export function isNextRoundDue(round: SweepRound | undefined, periodMs: number, now: Date): boolean {
  return round === undefined || (round.ended && now.getTime() - round.startedTime.getTime() >= SHARE * periodMs);
}
