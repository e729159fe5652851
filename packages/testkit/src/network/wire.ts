import { createServer, connect, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Of bytes: from who connects to whom it connected to, or back. */
export type Direction = 'there' | 'back';

/**
 * What may befall a wire, in both directions unless one is named. `delay`: bytes arrive that much later. `stall`: bytes wait until the
 * wire is mended, then all arrive. `slow close`: an end arrives that much later. `cut`: connections are ended in order, new ones at once.
 * `reset`: the same by RST. `black hole`: nothing arrives any more, bytes and ends alike; connections of that time stay so when the wire
 * is mended, as behind a firewall that forgot them. `half-open`: the same, and the far side has gone: it is reset, the near one never hears.
 */
export type Fault =
  | { readonly kind: 'delay'; readonly ms: number; readonly direction?: Direction }
  | { readonly kind: 'stall'; readonly direction?: Direction }
  | { readonly kind: 'slow close'; readonly ms: number; readonly direction?: Direction }
  | { readonly kind: 'cut' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'black hole'; readonly direction?: Direction }
  | { readonly kind: 'half-open' };

/** A TCP proxy between two parties. It is well until it is disturbed. */
export interface Wire {
  /** Where to connect in place of the target. */
  readonly port: number;
  /** Befalls what is open, and what is opened from now on, until the next fault or `mend`. */
  disturb(fault: Fault): void;
  mend(): void;
  /** Bytes that arrived, in both directions. */
  carried(): number;
  /** Connections open on it now, dead ones too. */
  open(): number;
  close(): Promise<void>;
}

/** A connection holds at most about so many bytes; beyond that its sender feels it. */
const MAX_HELD_BYTES = 1 << 20;

interface Target {
  readonly host: string;
  readonly port: number;
}

/** Listens on 127.0.0.1, at a port of the system's choice: those of `freePort` may be kept for processes that do not listen yet. */
export async function startWire(target: Target): Promise<Wire> {
  const links = new Set<Link>();
  let fault: Fault | undefined;
  let carried = 0;
  const count = (bytes: number) => (carried += bytes);
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const link = createLink(near, connect({ ...target, allowHalfOpen: true, noDelay: true }), count, () => links.delete(link));
    links.add(link);
    link.suffer(fault);
  });
  await listen(server);
  const address = server.address();

  function suffer(next: Fault | undefined): void {
    fault = next;
    links.forEach((link) => link.suffer(next));
  }

  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    disturb: suffer,
    mend: () => suffer(undefined),
    carried: () => carried,
    open: () => links.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        links.forEach((link) => link.destroy());
      }),
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
}

interface Link {
  suffer(fault: Fault | undefined): void;
  destroy(): void;
}

/** One connection: two lanes. It ends with both, or by force. */
function createLink(near: Socket, far: Socket, count: (bytes: number) => void, onEnd: () => void): Link {
  const lanes = [createLane('there', near, far, count), createLane('back', far, near, count)];
  let isDead = false;

  for (const socket of [near, far]) {
    // 'close' follows.
    socket.on('error', () => undefined);
    socket.on('close', (hadError) => {
      if (isDead && !(near.destroyed && far.destroyed)) {
        return;
      }
      if (hadError) {
        near.resetAndDestroy();
        far.resetAndDestroy();
      }
      if (near.destroyed && far.destroyed) {
        lanes.forEach((lane) => lane.drop());
        onEnd();
      }
    });
  }

  function destroy(): void {
    lanes.forEach((lane) => lane.drop());
    near.destroy();
    far.destroy();
  }

  return {
    suffer(fault) {
      lanes.forEach((lane) => lane.suffer(fault));
      switch (fault?.kind) {
        case 'cut':
          near.end();
          far.end();
          destroy();
          break;
        case 'reset':
          near.resetAndDestroy();
          far.resetAndDestroy();
          break;
        case 'black hole':
          isDead = true;
          break;
        case 'half-open':
          isDead = true;
          far.resetAndDestroy();
          break;
        default:
      }
    },
    destroy,
  };
}

interface Held {
  /** Undefined: the end. */
  readonly chunk: Buffer | undefined;
  readonly arrivedAtMs: number;
}

/** Carries bytes one way, in order, as the fault lets them. */
function createLane(direction: Direction, from: Socket, to: Socket, count: (bytes: number) => void) {
  const held: Held[] = [];
  let heldBytes = 0;
  let fault: Fault | undefined;
  let isDead = false;
  let isCarrying = false;
  let changed = Promise.withResolvers<undefined>();

  from.on('data', (chunk: Buffer) => {
    heldBytes += chunk.length;
    if (heldBytes > MAX_HELD_BYTES) {
      from.pause();
    }
    take(chunk);
  });
  from.on('end', () => take(undefined));

  function take(chunk: Buffer | undefined): void {
    if (isDead) {
      // As far as the sender can tell, it was sent.
      heldBytes = 0;
      return;
    }
    held.push({ chunk, arrivedAtMs: performance.now() });
    void carry();
  }

  async function carry(): Promise<void> {
    if (isCarrying) {
      return;
    }
    isCarrying = true;
    for (let next = held[0]; next !== undefined; next = held[0]) {
      const waitMs = waitFor(next);
      if (waitMs > 0) {
        // A stall ends by a change only; a timer of its own must not keep the process.
        await (waitMs === Infinity ? changed.promise : Promise.race([sleep(waitMs, undefined, { ref: false }), changed.promise]));
        continue;
      }
      held.shift();
      await deliver(next.chunk);
    }
    isCarrying = false;
  }

  function waitFor({ chunk, arrivedAtMs }: Held): number {
    if (fault === undefined || ('direction' in fault && fault.direction !== direction)) {
      return 0;
    }
    switch (fault.kind) {
      case 'stall':
        return Infinity;
      case 'delay':
        return arrivedAtMs + fault.ms - performance.now();
      case 'slow close':
        return chunk === undefined ? arrivedAtMs + fault.ms - performance.now() : 0;
      default:
        return 0;
    }
  }

  async function deliver(chunk: Buffer | undefined): Promise<void> {
    if (to.destroyed) {
      drop();
      return;
    }
    if (chunk === undefined) {
      to.end();
      return;
    }
    count(chunk.length);
    if (!to.write(chunk)) {
      await new Promise<void>((resolve) => to.once('drain', resolve).once('close', resolve));
    }
    heldBytes -= chunk.length;
    if (heldBytes <= MAX_HELD_BYTES) {
      from.resume();
    }
  }

  function drop(): void {
    held.length = 0;
    heldBytes = 0;
    from.resume();
    changed.resolve(undefined);
  }

  return {
    suffer(next: Fault | undefined): void {
      fault = next;
      if (next?.kind === 'half-open' || (next?.kind === 'black hole' && (next.direction ?? direction) === direction)) {
        isDead = true;
        drop();
      }
      changed.resolve(undefined);
      changed = Promise.withResolvers();
    },
    drop,
  };
}
