import { type ReadPosition } from '@secondlook/contracts';

/** Orders the reads of one lease: drawn before a request is sent, so that a later position means a later look. */
export interface ReadPositions {
  readonly leaseEpoch: number;
  draw(): ReadPosition;
}

export function createReadPositions(leaseEpoch: number): ReadPositions {
  let readSeq = 0;
  return { leaseEpoch, draw: () => ({ leaseEpoch, readSeq: ++readSeq }) };
}
