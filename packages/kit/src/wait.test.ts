import { describe, expect, it } from '@jest/globals';

import { UnavailableError } from './errors';
import { startDeadline, withinDeadline } from './wait';

const hangs = () => new Promise<never>(() => undefined);

describe('a deadline', () => {
  it('ends work that heeds no signal', async () => {
    await expect(withinDeadline(5, new AbortController().signal, hangs)).rejects.toBeInstanceOf(UnavailableError);
  });

  it('tells the work that it has passed', async () => {
    let told: AbortSignal | undefined;
    await expect(withinDeadline(5, new AbortController().signal, (signal) => ((told = signal), hangs()))).rejects.toThrow('5 ms');
    expect(told?.aborted).toBe(true);
  });

  it.each([
    ['before', true],
    ['while', false],
  ])('ends with its parent, which aborts %s the work is done', async (_when, before) => {
    const parent = new AbortController();
    if (before) {
      parent.abort(new Error('the process is stopping'));
    }
    const done = expect(withinDeadline(60_000, parent.signal, hangs)).rejects.toThrow('the process is stopping');
    parent.abort(new Error('the process is stopping'));
    await done;
  });

  it('is over once the work is: nothing aborts afterwards', async () => {
    const parent = new AbortController();
    const deadline = startDeadline(1, parent.signal);
    deadline.end();
    await new Promise((resolve) => setTimeout(resolve, 10));
    parent.abort();
    expect([deadline.signal.aborted, deadline.hasPassed()]).toEqual([false, false]);
    await expect(withinDeadline(60_000, new AbortController().signal, () => Promise.resolve('done'))).resolves.toBe('done');
  });
});
