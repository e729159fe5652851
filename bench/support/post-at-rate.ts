import { setTimeout as sleep } from 'node:timers/promises';

export interface Posted {
  /** undefined where there was no answer. */
  readonly status: number | undefined;
  readonly ms: number;
}

const TICK_MS = 10;

/** Posts at a steady rate, whatever the answers take: a slow answer holds nothing up, as the world would not wait either. */
export async function postAtRate(count: number, perSecond: number, post: (index: number) => Promise<number>): Promise<Posted[]> {
  const startedAt = performance.now();
  const answers: Promise<Posted>[] = [];
  while (answers.length < count) {
    const due = Math.min(count, Math.floor(((performance.now() - startedAt) / 1_000) * perSecond) + 1);
    while (answers.length < due) {
      answers.push(timed(post, answers.length));
    }
    await sleep(TICK_MS);
  }
  return Promise.all(answers);
}

async function timed(post: (index: number) => Promise<number>, index: number): Promise<Posted> {
  const sentAt = performance.now();
  const status = await post(index).catch(() => undefined);
  return { status, ms: Math.round(performance.now() - sentAt) };
}
