import { pause, type Running } from '@secondlook/kit';

import { type Inbox } from './store/inbox';

const DAY_MS = 86_400_000;

/** Once a day, what nobody repeats any more is forgotten. */
export function startSweep(inbox: Inbox, { lifecycle, log }: Running<unknown>): void {
  lifecycle.run('daily sweep', async (stopping) => {
    while (!stopping.aborted) {
      try {
        log.info({ deliveries: await inbox.sweep() }, 'the inbox is swept');
      } catch (error) {
        log.warn({ err: error }, 'sweeping the inbox failed');
      }
      await pause(DAY_MS, stopping);
    }
  });
}
