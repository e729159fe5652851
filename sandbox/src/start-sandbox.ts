import { randomBytes } from 'node:crypto';
import { createAtsDoor } from './api/create-ats-door';
import { createApplicationRoutes } from './api/application-routes';
import { createAuditRoutes } from './api/audit-routes';
import { createCandidateRoutes } from './api/candidate-routes';
import { createDisturbScan } from './api/disturb-scan';
import { createExportRoutes } from './api/export-routes';
import { createFaultInjector } from './api/fault-injector';
import { createPageClock } from './api/page-clock';
import { createConfigurationRoutes } from './api/configuration-routes';
import { createJobRoutes } from './api/job-routes';
import { createSubscriptionRoutes } from './api/subscription-routes';
import { createClock } from './clock';
import { createApplicationControl } from './control/create-application-control';
import { createAttachmentControl } from './control/create-attachment-control';
import { createCandidateControl } from './control/create-candidate-control';
import { createControlDoor } from './control/create-control-door';
import { createFaultControl } from './control/create-fault-control';
import { createJobControl } from './control/create-job-control';
import { createObservationControl } from './control/create-observation-control';
import { createSwitchControl } from './control/create-switch-control';
import { createRunner } from './control/entity-context';
import { createAccount } from './domain/account';
import { createPopulation } from './domain/population/population';
import { type Answer, type Exchange } from './http/exchange';
import { startHttpServer } from './http/start-http-server';
import { createLog, type CallLine } from './journal/event-log';
import { openJournal } from './journal/journal';
import { createState, createSwitchBoard } from './state';
import { createCallbackClient } from './webhooks/post-callback';
import { startDeliverer } from './webhooks/start-deliverer';

export interface SandboxOptions {
  /** 0 or absent: any free one. Served addresses carry it, so fix it where what was read outlives this process. */
  readonly port?: number;
  /** Candidates at the start. */
  readonly size: number;
  readonly seed: number;
  /** How many times faster the ATS's seconds pass; 1 unless given. */
  readonly speed?: number;
  /** The SmartToken of the credential named "default". */
  readonly token?: string;
  readonly controlToken?: string;
  readonly companyIdentifier?: string;
  /** Milliseconds since the epoch; the real clock unless given. */
  readonly now?: () => number;
  /** Keeps all changes, subscriptions and keys here, for the next start. */
  readonly stateFile?: string;
  /** What the ATS takes to answer, in its own time; at speed 20 a twentieth of it. */
  readonly answerMs?: number;
}

export interface Sandbox {
  readonly url: string;
  /** The control API's paths begin with /control here. */
  readonly controlUrl: string;
  readonly token: string;
  readonly controlToken: string;
  close(): Promise<void>;
}

const STANDARD_ANSWER_MS = 40;

const createSecret = (): string => randomBytes(18).toString('base64url');

interface Doors {
  readonly answer: (exchange: Exchange) => Promise<Answer>;
  close(): Promise<void>;
}

interface Secrets {
  readonly token: string;
  readonly controlToken: string;
}

/** Everything behind the port: the account, what happened to it, and the two ways in. */
const openDoors = (options: SandboxOptions, { token, controlToken }: Secrets, address: string): Doors => {
  const { size, seed, companyIdentifier = 'sandbox' } = options;
  const clock = createClock(options.now ?? Date.now, options.speed ?? 1);
  const { now, speed } = clock;
  const toUrl = (path: string): string => address + path;
  const board = createSwitchBoard();
  const account = createAccount(createPopulation({ seed, size }), toUrl, board.read);
  const journal = openJournal(options.stateFile, { seed, size, origin: createSecret() });
  const state = createState(account, board, { name: 'default', token, permissions: undefined }, journal);
  const calls = createLog<CallLine>();
  const client = createCallbackClient(now);
  const deliverer = startDeliverer({ state, client, toUrl, now, speed });
  const entities = { state, deliverer, seed, now };
  const pageClock = createPageClock(board.read, now, speed);
  const routes = [
    ...createExportRoutes(entities),
    ...createCandidateRoutes(account, pageClock),
    ...createApplicationRoutes(account),
    ...createJobRoutes(account, pageClock),
    ...createConfigurationRoutes(account, companyIdentifier),
    ...createAuditRoutes(state, now),
    ...createSubscriptionRoutes({ state, client, now, speed, createSecret }),
  ];
  const faults = createFaultInjector(createDisturbScan(account, pageClock, createRunner(entities)));
  const controls = [
    ...createCandidateControl(entities),
    ...createApplicationControl(entities),
    ...createAttachmentControl(entities),
    ...createJobControl(entities),
    ...createObservationControl({ state, calls, clock }),
    ...createSwitchControl(state, now),
    ...createFaultControl(faults, routes.map(({ method, template }) => `${method} ${template}`)),
  ];
  const answerMs = options.answerMs ?? STANDARD_ANSWER_MS;
  const atsDoor = createAtsDoor({ routes, credentials: state.credentials, calls, faults, switches: board.read, now, speed, answerMs });
  const controlDoor = createControlDoor(controls, controlToken);
  return {
    answer: (exchange) => (exchange.path.startsWith('/control/') ? controlDoor(exchange) : atsDoor(exchange)),
    close: async () => {
      await deliverer.close();
      journal.close();
    },
  };
};

/** One account of the ATS on one port of the loopback interface. */
export const startSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const secrets = { token: options.token ?? createSecret(), controlToken: options.controlToken ?? createSecret() };
  // The doors know the address only once the server listens; a request that comes earlier waits.
  const opened = Promise.withResolvers<Doors>();
  const server = await startHttpServer(options.port ?? 0, async (exchange) => (await opened.promise).answer(exchange));
  try {
    const doors = openDoors(options, secrets, server.url);
    opened.resolve(doors);
    const close = async (): Promise<void> => {
      await server.close();
      await doors.close();
    };
    return { url: server.url, controlUrl: server.url, ...secrets, close };
  } catch (error) {
    await server.close();
    throw error;
  }
};
