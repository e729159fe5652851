import { setTimeout as sleep } from 'node:timers/promises';

import { type ServiceName } from '@secondlook/contracts';
import { type Random } from '@secondlook/sandbox';

import { type Stack } from './start-stack';

export interface Killings {
  readonly times: number;
  readonly everyMs: number;
  readonly random: Random;
  /** Among these; all services unless given. */
  readonly among?: readonly ServiceName[];
  readonly say?: (line: string) => void;
}

/** `kill -9` of a service drawn at random, again and again. Each is started again by its supervisor. Answers who was killed. */
export async function killAtRandom({ services }: Stack, { times, everyMs, random, among = [...services.keys()], say }: Killings): Promise<ServiceName[]> {
  const killed: ServiceName[] = [];
  while (killed.length < times) {
    // From half the gap to one and a half: not in step with anything.
    await sleep(everyMs * (0.5 + random.fraction()));
    const name = random.pick(among);
    await services.get(name)?.kill();
    killed.push(name);
    say?.(`killed ${name} (${killed.length} of ${times})`);
  }
  return killed;
}
