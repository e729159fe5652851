import { LimitError, type Context } from '@secondlook/kit';

/** So many searches of a tenant, and of one caller, run at once; so many of a tenant wait for their turn. */
const RUNNING_OF_TENANT = 16;
const RUNNING_OF_CALLER = 6;
const WAITING_OF_TENANT = 200;

interface Waiting {
  readonly caller: string;
  readonly begin: () => void;
}

interface Turns {
  readonly running: Map<string, number>;
  readonly waiting: Waiting[];
}

/** What of a call says whose turn it is, and for how long it is waited for. */
type Turn = Pick<Context, 'tenantId' | 'signal'> & { readonly caller: { readonly subject: string } };

/** Nobody's searches keep others waiting: tenants stand in lines of their own, and within one nobody has all the turns. */
export function createTakeTurns() {
  const tenants = new Map<string, Turns>();

  function beginNext(turns: Turns): void {
    const total = [...turns.running.values()].reduce((sum, count) => sum + count, 0);
    const index = total >= RUNNING_OF_TENANT ? -1 : turns.waiting.findIndex(({ caller }) => (turns.running.get(caller) ?? 0) < RUNNING_OF_CALLER);
    const [next] = index < 0 ? [] : turns.waiting.splice(index, 1);
    if (next !== undefined) {
      turns.running.set(next.caller, (turns.running.get(next.caller) ?? 0) + 1);
      next.begin();
      beginNext(turns);
    }
  }

  async function takeTurn(tenantId: string, caller: string, signal: AbortSignal): Promise<() => void> {
    const turns = tenants.get(tenantId) ?? { running: new Map<string, number>(), waiting: [] };
    tenants.set(tenantId, turns);
    if (turns.waiting.length >= WAITING_OF_TENANT) {
      throw new LimitError('searches that wait', WAITING_OF_TENANT, turns.waiting.length + 1);
    }
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        turns.waiting.splice(turns.waiting.indexOf(waiting), 1);
        reject(signal.reason instanceof Error ? signal.reason : new Error('the caller has gone'));
      };
      const waiting: Waiting = {
        caller,
        begin: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal.throwIfAborted();
      signal.addEventListener('abort', leave, { once: true });
      turns.waiting.push(waiting);
      beginNext(turns);
    });
    return () => {
      const left = (turns.running.get(caller) ?? 1) - 1;
      turns.running.set(caller, left);
      if (left === 0) {
        turns.running.delete(caller);
      }
      beginNext(turns);
      if (turns.running.size === 0 && turns.waiting.length === 0) {
        tenants.delete(tenantId);
      }
    };
  }

  return <Request, Response, Call extends Turn>(answer: (request: Request, context: Call) => Promise<Response>) =>
    async (request: Request, context: Call): Promise<Response> => {
      const endTurn = await takeTurn(context.tenantId, context.caller.subject, context.signal);
      try {
        return await answer(request, context);
      } finally {
        endTurn();
      }
    };
}
