import { createHash, timingSafeEqual } from 'node:crypto';

import { type Sealer } from '@secondlook/kit';

const PURPOSE = 'console form token';
const LIFETIME_MS = 12 * 3_600_000;
const HASH_BYTES = 32;

export type FormTokens = ReturnType<typeof createFormTokens>;

/** A form counts only with a token that was made for the same browser, told by its visitor cookie: no other site can make one. */
export function createFormTokens(sealer: Sealer, now: () => number) {
  return {
    create(visitor: string): string {
      const expiry = Buffer.alloc(8);
      expiry.writeDoubleBE(now() + LIFETIME_MS);
      return sealer.seal(Buffer.concat([hashOf(visitor), expiry]), PURPOSE);
    },

    isValid(token: string, visitor: string | undefined): boolean {
      const opened = open(token);
      return (
        visitor !== undefined &&
        opened?.length === HASH_BYTES + 8 &&
        timingSafeEqual(opened.subarray(0, HASH_BYTES), hashOf(visitor)) &&
        now() < opened.readDoubleBE(HASH_BYTES)
      );
    },
  };

  function open(token: string): Buffer | undefined {
    try {
      return sealer.open(token, PURPOSE);
    } catch {
      return undefined;
    }
  }
}

function hashOf(visitor: string): Buffer {
  return createHash('sha256').update(visitor).digest();
}
