import { type ReadPosition } from '@secondlook/contracts';

/** Negative when `a` was read before `b`, 0 when they are the same read. Epoch first: a newer lease holder's reads count. */
export function compareReads(a: ReadPosition, b: ReadPosition): number {
  return a.leaseEpoch - b.leaseEpoch || a.readSeq - b.readSeq;
}
