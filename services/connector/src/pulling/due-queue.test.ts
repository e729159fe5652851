import { describe, expect, it } from '@jest/globals';

import { createDueQueue } from './due-queue';

/** All that can be taken now, in order. */
async function takeAll(queue: ReturnType<typeof createDueQueue>): Promise<string[]> {
  const taken: string[] = [];
  for (let count = queue.size(); count > 0; count--) {
    const key = (await queue.take()) ?? 'the queue ended';
    queue.done(key);
    taken.push(key);
  }
  return taken;
}

describe('due reads wait', () => {
  it('by urgency, and in the order of asking: nobody waits for the sweep', async () => {
    const queue = createDueQueue(new AbortController().signal);
    queue.add(['swept 1', 'swept 2'], 'idle');
    queue.add(['listed'], 'normal');
    queue.add(['told'], 'urgent');
    expect(await takeAll(queue)).toEqual(['told', 'listed', 'swept 1', 'swept 2']);
  });

  it('where whoever wants them soonest put them, once', async () => {
    const queue = createDueQueue(new AbortController().signal);
    queue.add(['a', 'b', 'c'], 'idle');
    queue.add(['b'], 'normal');
    queue.add(['c'], 'urgent');
    queue.add(['b', 'c'], 'idle');
    queue.add(['c'], 'normal');
    expect(queue.size()).toBe(3);
    expect(await takeAll(queue)).toEqual(['c', 'b', 'a']);
  });

  it('again while they are read, and are never handed out twice at once', async () => {
    const queue = createDueQueue(new AbortController().signal);
    queue.add(['a'], 'normal');
    expect(await queue.take()).toBe('a');
    queue.add(['a'], 'urgent');
    queue.add(['b'], 'idle');
    expect(await queue.take()).toBe('b');
    queue.done('a');
    expect(await queue.take()).toBe('a');
  });
});
