import { setImmediate as tick } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';
import { LimitError } from '@secondlook/kit';

import { createTakeTurns } from './take-turns';

function createStand() {
  const running: string[] = [];
  const ends: (() => void)[] = [];
  const takeTurns = createTakeTurns();
  const search = takeTurns(async (name: string) => {
    running.push(name);
    await new Promise<void>((resolve) => ends.push(resolve));
    running.splice(running.indexOf(name), 1);
    return name;
  });
  const call = (name: string, tenantId: string, subject: string, signal = new AbortController().signal) => search(name, { tenantId, signal, caller: { subject } });
  return { running, ends, call };
}

describe('searches', () => {
  it('of one caller leave turns to others, and those of one tenant to another', async () => {
    const { running, ends, call } = createStand();
    const calls = [...Array.from({ length: 30 }, () => call('busy', 'a', 'one')), call('other caller', 'a', 'two'), call('other tenant', 'b', 'one')];
    await tick();
    expect(running.filter((name) => name === 'busy')).toHaveLength(6);
    expect(running).toEqual(expect.arrayContaining(['other caller', 'other tenant']));
    while (ends.length > 0) {
      ends.shift()?.();
      await tick();
    }
    expect(await Promise.all(calls)).toHaveLength(32);
  });

  it('that nobody waits for any more leave the line', async () => {
    const { running, ends, call } = createStand();
    const gone = new AbortController();
    const calls = [...Array.from({ length: 6 }, () => call('first', 'a', 'one')), call('gone', 'a', 'one', gone.signal), call('last', 'a', 'one')];
    const refused = expect(calls[6]).rejects.toThrow('gone away');
    gone.abort(new Error('gone away'));
    await refused;
    ends.shift()?.();
    await tick();
    expect(running).toContain('last');
    ends.forEach((end) => end());
  });

  it('are refused by name once too many wait', async () => {
    const { ends, call } = createStand();
    const calls = Array.from({ length: 206 }, () => call('busy', 'a', 'one'));
    await expect(call('one more', 'a', 'two').then(() => undefined)).rejects.toBeInstanceOf(LimitError);
    await tick();
    while (ends.length > 0) {
      ends.shift()?.();
      await tick();
    }
    await Promise.all(calls);
  });
});
