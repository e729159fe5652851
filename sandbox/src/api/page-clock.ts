import { type Switches } from '../domain/switches';

/** When page ids were made, and how long they are good. */
export interface PageClock {
  now(): number;
  /** In real time; undefined when they are good for ever. */
  lifetimeMs(): number | undefined;
}

export const createPageClock = (switches: () => Switches, now: () => number, speed: () => number): PageClock => ({
  now,
  lifetimeMs: () => {
    const { page_id_lifetime_s } = switches();
    return page_id_lifetime_s === null ? undefined : (page_id_lifetime_s * 1000) / speed();
  },
});
