import { Capability } from '@secondlook/contracts';
import { pause, whileAway } from '@secondlook/kit';
import { type Dispatcher } from 'undici';

import { isUsable } from '../domain/capabilities';
import { createLimiter } from '../domain/limiter';
import { getSource } from '../sources';
import { AtsRefusedError } from '../sources/errors';
import { capabilitiesOf, scopeOf, type ConnectionDocument } from '../store/connections';
import { createAtsCalls } from './ats-calls';
import { attendToImportCounts } from './attend-to-import-counts';
import { attendToTestCandidates } from './attend-to-test-candidates';
import { buryConnection } from './bury-connection';
import { createCallSlots } from './call-slots';
import { claimAccount, toAlreadyConnected } from './claim-account';
import { createCallCount } from './count-calls';
import { createDueQueue } from './due-queue';
import { ensureWebhooks } from './ensure-webhooks';
import { type Lease } from './lease';
import { createOutbound } from './outbound';
import { type Pulling, type PullingParts } from './pulling';
import { readEntities } from './read-entities';
import { createReadPositions } from './read-positions';
import { createPasses } from './run-passes';
import { createDetailSweep } from './sweep-details';
import { verifyConnection } from './verify-connection';
import { type Wakeups } from './wakeups';

const TICK_MS = 1_000;
/** How soon due reads that another replica stored are noticed. */
const LOOK_FOR_DUE_MS = 2_000;

/** Reads one connection while the lease is held. Resolves once nothing of it is under way any more. */
export async function pullConnection(first: ConnectionDocument, lease: Lease, parts: PullingParts, wakeups: Wakeups): Promise<void> {
  const ended = new AbortController();
  const signal = AbortSignal.any([lease.signal, ended.signal]);
  let connection = first;
  const pulling = createPulling(first, lease, parts, () => connection, signal);
  const reading = new AbortController();
  const stopping = AbortSignal.any([signal, reading.signal]);
  const queue = createDueQueue(stopping);
  const passes = createPasses(pulling, queue);
  const sweep = createDetailSweep(pulling, queue);
  let refused = false;

  /** What is decided by one loop is not undone by another that looked before. */
  function adopt(stored: ConnectionDocument): void {
    connection = stored.version > connection.version ? stored : connection;
  }

  async function conduct(): Promise<void> {
    if (first.companyIdentifier !== '') {
      // One of an earlier release may not have claimed its account yet.
      await claimAccount(first, first.companyIdentifier, parts);
    }
    await passes.resume();
    for (let lookedAtMs = Date.now(); !signal.aborted; ) {
      // A store that is away for a moment ends nothing: what the readers have in hand would be read again.
      const stored = await whileAway(() => parts.connections.find(first._id), signal);
      if (stored === undefined || stored.removing) {
        // Whoever is read still would be there again after they were buried.
        reading.abort();
        await readers;
        await buryConnection(stored ?? connection, pulling);
        return;
      }
      // A pass must not begin under a scope that reads do not know of yet.
      adopt(stored);
      if (wakeups.consume('conducting', first._id) || Date.now() - lookedAtMs > LOOK_FOR_DUE_MS) {
        lookedAtMs = Date.now();
        await whileAway(async () => queue.learn(await parts.dueReads.list(first._id)), signal);
      }
      const next = await attend(stored);
      await (next === 'more' ? Promise.resolve() : pause(TICK_MS, AbortSignal.any([signal, wakeups.signal('conducting', first._id)])));
    }
  }

  const mustVerify = ({ verifyRequested, verifyAnswered }: ConnectionDocument) => verifyRequested > verifyAnswered || refused;

  /** What people decide, looked at beside all reading, which may be held by it: a pause, and verifications, which none holds. */
  async function heedPeople(): Promise<void> {
    while (!signal.aborted) {
      wakeups.consume('verifying', first._id);
      try {
        adopt((await parts.connections.find(first._id)) ?? connection);
        // The removal of a connection ends its pause: what is in hand is finished first.
        pulling.hold(connection.pausedTime !== undefined && !connection.removing);
        if (mustVerify(connection) && !connection.removing) {
          refused = false;
          await verify(connection, pulling);
          adopt((await parts.connections.find(first._id)) ?? connection);
          wakeups.wake(first._id);
        }
        await pulling.noteCalls();
      } catch (error) {
        signal.throwIfAborted();
        pulling.log.warn({ err: error }, 'attending to a connection failed; it is tried again');
      }
      await pause(TICK_MS, AbortSignal.any([signal, wakeups.signal('verifying', first._id)]));
    }
  }

  /** Registers webhooks, lists and sweeps, in this order; the credential must work. */
  async function attend(stored: ConnectionDocument): Promise<'more' | 'idle'> {
    try {
      if (mustVerify(stored) || !isUsable(stored.verification, Capability.REDISCOVERY) || stored.pausedTime !== undefined) {
        return 'idle';
      }
      await ensureWebhooks(stored, pulling);
      const { approvedRunId } = stored;
      if (approvedRunId !== undefined && (await passes.approve(approvedRunId))) {
        await parts.connections.update(stored._id, (now) => (now.approvedRunId === approvedRunId ? { approvedRunId: undefined } : {}));
      }
      const before = passes.current();
      const next = await passes.step(stored.syncRequested, scopeOf(stored));
      if (before === undefined && passes.current() !== undefined && stored.syncRequested !== undefined) {
        await parts.connections.update(stored._id, () => ({ syncRequested: undefined }));
      }
      await sweep.step();
      return next;
    } catch (error) {
      signal.throwIfAborted();
      // Of a list this can only mean the credential: whether it is dead the next verification tells.
      refused ||= error instanceof AtsRefusedError && error.status === 401;
      pulling.log.warn({ err: error }, 'attending to a connection failed; it is tried again');
      return 'idle';
    }
  }

  const onRefused = () => {
    refused = true;
    wakeups.wake(first._id);
  };
  const readers = readEntities(pulling, { queue, stopping, isAwaited: passes.isAwaited, onSeen: passes.onSeen, onRead: passes.onRead, onRefused });
  const loops = [conduct().then(() => ended.abort()), heedPeople(), readers, attendToTestCandidates(pulling, wakeups), attendToImportCounts(pulling, wakeups)];
  try {
    await Promise.all(loops);
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
  } finally {
    // One that fails takes the others along: they would go on beside those that are begun again.
    ended.abort();
    await Promise.allSettled(loops);
    await pulling.close();
  }
}

/**
 * The ATS's windows begin when its clock says, and calls take now more, now less time to arrive: one sent just after a window may
 * arrive in it. So a window is taken 2 % longer, at least 10 ms.
 */
function paddedWindow(windowMs: number): number {
  return windowMs + Math.max(10, windowMs / 50);
}

/** Opened once per credential: a new one is used from the next call on. */
function createTokenSource({ connections }: PullingParts, connection: () => ConnectionDocument): () => Promise<string> {
  let opened: { sealed: string; token: Promise<string> } | undefined;
  return () => {
    const current = connection();
    if (opened?.sealed !== current.sealedToken) {
      opened = { sealed: current.sealedToken, token: connections.openToken(current) };
    }
    return opened.token;
  };
}

async function verify(stored: ConnectionDocument, pulling: Pulling): Promise<void> {
  const asked = stored.verifyRequested;
  const { verification: found, companyIdentifier, companyName } = await verifyConnection(pulling.source, capabilitiesOf(stored), () => pulling.callAs('list', 1, true), () => new Date());
  const other = companyIdentifier === '' ? undefined : await claimAccount(stored, companyIdentifier, pulling);
  const verification = other === undefined ? found : toAlreadyConnected(found, other);
  await pulling.connections.update(stored._id, (now) => ({
    verification,
    verifyAnswered: Math.max(now.verifyAnswered, asked),
    companyIdentifier: companyIdentifier === '' || other !== undefined ? now.companyIdentifier : companyIdentifier,
    displayName: now.displayName === '' ? companyName : now.displayName,
    // Another credential may do more.
    webhooks: { ...now.webhooks, retryAt: new Date(0) },
  }));
  pulling.log.info({ outcome: verification.outcome }, 'a connection was verified');
}

function createPulling(first: ConnectionDocument, lease: Lease, parts: PullingParts, connection: () => ConnectionDocument, signal: AbortSignal): Pulling {
  const source = getSource(first.source);
  const { rateWindowMs, allowedHosts } = parts.settings;
  const positions = createReadPositions(lease.epoch);
  const limiter = createLimiter({ windowMs: paddedWindow(rateWindowMs), ...source.limits }, () => performance.now());
  const slots = createCallSlots(limiter, signal);
  slots.hold(first.pausedTime !== undefined && !first.removing);
  const callCount = createCallCount(first._id, parts.metrics, parts.observations, () => new Date());
  const answered = new Map<string, string>();
  const lookups = new Map<string, Promise<string | undefined>>();
  let outbound: Dispatcher | undefined;
  return {
    ...parts,
    log: parts.log.child({ connectionId: first._id, tenantId: first.tenantId }),
    connectionId: first._id,
    tenantId: first.tenantId,
    source,
    positions,
    signal,
    callAs: createAtsCalls({
      source,
      baseUrl: first.baseUrl,
      outbound: () => (outbound ??= createOutbound(first.baseUrl, first.allowPrivateNetwork, { allowedHosts })),
      slots,
      windowMs: rateWindowMs,
      positions,
      metrics: callCount.metrics,
      token: createTokenSource(parts, connection),
      requireLease: lease.require,
      signal,
    }),
    connection,
    scope: () => scopeOf(connection()),
    hold: slots.hold,
    noteCalls: () => callCount.note(limiter.usage()),
    isUsable: () => isUsable(connection().verification, Capability.REDISCOVERY),
    close: async () => outbound?.destroy(),
    notes: new Map(),
    remember: (kind, externalId) => answered.set(kind, externalId),
    async findKnown(kind, find) {
      const known = answered.get(kind);
      if (known !== undefined) {
        return known;
      }
      const lookup = lookups.get(kind) ?? find().finally(() => lookups.delete(kind));
      lookups.set(kind, lookup);
      const found = await lookup;
      if (found !== undefined) {
        answered.set(kind, found);
      }
      return found;
    },
    forget: (kind) => answered.delete(kind),
  };
}
