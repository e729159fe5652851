import { AsyncLocalStorage } from 'node:async_hooks';

import { UnavailableError } from '@secondlook/kit';
import { createFakeDatabase, type FakeDatabase } from '@secondlook/kit/testing';
import type fc from 'fast-check';

export const names = ['connector', 'webhook-gateway', 'ingestion', 'matcher', 'search'] as const;
export type Name = (typeof names)[number];
export type Moment = 'before' | 'after';

export type Processes = ReturnType<typeof createProcesses>;

/**
 * Five processes in this one. Each thing they do passes `step`, where the scheduler decides who goes on; each may die there, before or
 * after a write, and is started again at once: whatever its earlier self had in hand fails at its next step.
 */
export function createProcesses(scheduler: fc.Scheduler, onDeath: (name: Name) => void) {
  const acting = new AsyncLocalStorage<{ readonly name: Name; readonly life: number }>();
  const lives = new Map<Name, number>(names.map((name) => [name, 1]));
  const armed = new Map<Name, { left: number; readonly moment: Moment }>();
  let deaths = 0;
  let isCalm = false;

  const lifeOf = (name: Name) => lives.get(name) ?? 1;
  const isDead = () => {
    const me = acting.getStore();
    return me !== undefined && me.life !== lifeOf(me.name);
  };

  async function step(what: string): Promise<void> {
    await (isCalm ? Promise.resolve() : scheduler.schedule(Promise.resolve(), what));
    if (isDead()) {
      throw new UnavailableError('the process died');
    }
  }

  function dieIfArmed(name: Name, moment: Moment): void {
    const one = armed.get(name);
    if (isCalm || one?.moment !== moment || (one.left -= 1) > 0) {
      return;
    }
    armed.delete(name);
    deaths += 1;
    lives.set(name, lifeOf(name) + 1);
    onDeath(name);
    throw new UnavailableError(`${name} died`);
  }

  /** A write of a process. */
  async function writing<T>(name: Name, what: string, write: () => T | Promise<T>): Promise<T> {
    await step(what);
    dieIfArmed(name, 'before');
    const result = await write();
    dieIfArmed(name, 'after');
    return result;
  }

  return {
    step,
    writing,
    /** Does something as a process that lives now. */
    as: <T>(name: Name, work: () => Promise<T>): Promise<T> => acting.run({ name, life: lifeOf(name) }, work),
    openDatabase(name: Name): FakeDatabase {
      const fake = createFakeDatabase();
      fake.beforeCommand = async (command) => {
        await step(`${name} ${command}`);
        if (!/\.(find|findOne|countDocuments)$/.test(command)) {
          dieIfArmed(name, 'before');
        }
      };
      fake.afterWrite = () => dieIfArmed(name, 'after');
      return fake;
    },
    /** It dies at one of its next writes. */
    arm(name: Name, left: number, moment: Moment): void {
      armed.set(name, { left, moment });
    },
    deaths: () => deaths,
    disturb(): void {
      isCalm = false;
    },
    /** Nothing is disturbed any more. */
    calmDown(): void {
      isCalm = true;
    },
  };
}
