import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { createLifecycle } from './lifecycle';
import { createLog } from './log';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const open = () => createLifecycle(createLog('test', 'silent'));
const never = () => new Promise<void>(() => undefined);

describe('stopping a process', () => {
  it('first accepts nothing new, then closes in reverse, waiting for each, and only once', async () => {
    const lifecycle = open();
    const events: string[] = [];
    lifecycle.stopping.addEventListener('abort', () => events.push('stopping'));
    lifecycle.onClose('first', () => events.push('first'));
    lifecycle.onClose('slow', async () => {
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      events.push('slow');
    });
    lifecycle.onClose('last', () => events.push('last'));
    const stopped = [lifecycle.stop(), lifecycle.stop()];
    await jest.advanceTimersByTimeAsync(3_000);
    await Promise.all(stopped);
    expect(events).toEqual(['stopping', 'last', 'slow', 'first']);
  });

  it('goes on when closing something fails or throws', async () => {
    const lifecycle = open();
    const closed: string[] = [];
    lifecycle.onClose('first', () => closed.push('first'));
    lifecycle.onClose('rejects', () => Promise.reject(new Error('no')));
    lifecycle.onClose('throws', () => {
      throw new Error('no');
    });
    await lifecycle.stop();
    expect(closed).toEqual(['first']);
  });

  it('lets work in hand finish, and drops it after 20 seconds', async () => {
    const lifecycle = open();
    const events: string[] = [];
    lifecycle.onClose('store', () => events.push('store closed'));
    lifecycle.run('worker', async (stopping) => {
      await new Promise<void>((resolve) => stopping.addEventListener('abort', () => setTimeout(resolve, 10_000)));
      events.push('work finished');
    });
    lifecycle.run('stuck', never);
    lifecycle.expired.addEventListener('abort', () => events.push('expired'));
    const stopped = lifecycle.stop();
    await jest.advanceTimersByTimeAsync(19_999);
    expect(events).toEqual(['work finished']);
    await jest.advanceTimersByTimeAsync(1);
    await stopped;
    expect(events).toEqual(['work finished', 'expired', 'store closed']);
  });

  it('ends also when something never closes', async () => {
    const lifecycle = open();
    lifecycle.onClose('stuck', never);
    const stopped = lifecycle.stop();
    await jest.advanceTimersByTimeAsync(25_000);
    await expect(stopped).resolves.toBeUndefined();
  });
});

describe('a task', () => {
  it('that ends with a defect says so, unless the process is stopping anyway', async () => {
    const lifecycle = open();
    lifecycle.run('good', () => Promise.resolve());
    lifecycle.run('bad', () => Promise.reject(new Error('defect')));
    await expect(lifecycle.failed).rejects.toThrow('bad ended unexpectedly');

    const other = open();
    let failed = false;
    other.failed.catch(() => {
      failed = true;
    });
    other.run('interrupted', (stopping) => new Promise((_resolve, reject) => stopping.addEventListener('abort', () => reject(new Error('interrupted')))));
    await other.stop();
    expect(failed).toBe(false);
  });
});
