const VALIDITY_MS = 24 * 3_600_000;

export const MAXIMUM_LIVE_KEYS = 16;

export interface SecretKey {
  readonly value: string;
  readonly createdAt: number;
}

/** The last key lives on; one that was followed by another lives 24 hours from then (API reference §7.4). Oldest first. */
export const liveKeys = (keys: readonly SecretKey[], now: number, speed: number): readonly SecretKey[] =>
  keys.filter((_, index) => {
    const successor = keys[index + 1];
    return successor === undefined || now - successor.createdAt < VALIDITY_MS / speed;
  });
