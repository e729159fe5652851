import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type ServiceName } from '@secondlook/contracts';

import { type Engine, type EngineName } from '../engines/engine';
import { startEngine } from '../engines/start-engine';
import { freePort, waitUntil } from '../engines/child';
import { type Edge, type Network } from '../network/network';
import { createClients, type Clients } from './clients';
import { keepIdentities, serviceNames, userRoles, type Identities } from './identities';
import { keepJson } from './keep-json';
import { keepPorts, type Ports } from './ports';
import { addressOf, builtServices, isReady, startService } from './services';
import { startDevelopmentIssuer, type DevelopmentIssuer } from './start-development-issuer';
import { startSandboxProcess, type SandboxEndpoint } from './start-sandbox-process';
import { type Supervised } from './supervise';

/** A tenant and the sandbox account it is connected to. */
export interface StackTenant {
  readonly tenant: string;
  /** Candidates of its population. */
  readonly size: number;
  readonly seed: number;
}

export interface StackOptions {
  /** Where everything is kept: engines' files, keys, ports, logs. */
  readonly dataFolder: string;
  readonly tenants: readonly StackTenant[];
  /** How many times faster the ATS's seconds pass. */
  readonly speed: number;
  /** Keep the engines' files for the next run; otherwise MongoDB keeps its data in memory where it can. */
  readonly durable: boolean;
  readonly say: (line: string) => void;
  /** Engines that run already, and are not stopped with the stack. */
  readonly engines?: Partial<Record<EngineName, Engine>>;
  /** More settings for every service, as OTEL_*. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Start engines again that die. */
  readonly superviseEngines?: boolean;
  /** Lay a wire between any two that talk: whoever connects to another does so through it. It is closed with the stack. */
  readonly network?: Network;
  /** A process has another id now. */
  readonly onRestart?: () => void;
}

/** All of Secondlook on one machine: engines, sandbox, and every service as a process of its own. */
export interface Stack {
  readonly options: StackOptions;
  readonly engines: Readonly<Record<EngineName, Engine>>;
  readonly sandbox: Readonly<Record<string, SandboxEndpoint>>;
  readonly sandboxProcess: Supervised;
  readonly services: ReadonlyMap<ServiceName, Supervised>;
  readonly ports: Ports;
  /** One more process of a service, beside the first and on no wire: only events reach it, nobody's calls. `url` is where its metrics are. Resolves when it is ready. */
  startReplica(name: ServiceName): Promise<{ readonly process: Supervised; readonly url: string }>;
  readonly identities: Identities;
  readonly issuer: DevelopmentIssuer;
  readonly clients: Clients;
  readonly logFolder: string;
  /** Metadata of the operator's calls about a tenant, or about the installation. */
  as(tenantId?: string): { readonly authorization: string };
  /** Tokens of every role, as in stack.json. */
  tokensOf(tenantId: string): Promise<Readonly<Record<string, string>>>;
  waitUntilReady(): Promise<void>;
  stop(): Promise<void>;
}

const READY_MS = 120_000;
/** Of a service's log, when it does not become ready. */
const LINES_SHOWN = 8;

export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataFolder, tenants, speed, say } = options;
  mkdirSync(dataFolder, { recursive: true });
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) {
      await close().catch((error: unknown) => say(`stopping: ${String(error)}`));
    }
  };
  try {
    const keys = join(dataFolder, 'keys');
    const logFolder = join(dataFolder, 'logs');
    const ports = await keepPorts(keys, tenants.map(({ tenant }) => tenant));
    const identities = await keepIdentities(keys);
    const secrets = await keepJson(join(keys, 'sandbox.json'), () => Object.fromEntries(tenants.map(({ tenant }) => [tenant, { token: newToken(), controlToken: newToken() }])));
    const issuer = await startDevelopmentIssuer(identities, tenants.map(({ tenant }) => tenant), portOf(ports, 'issuer'));
    closers.push(issuer.close);

    const accounts = tenants.map(({ tenant, size, seed }) => ({ tenant, size, seed, token: '', controlToken: '', ...secrets[tenant], port: portOf(ports, `sandbox-${tenant}`) }));
    const stateDir = join(dataFolder, 'sandbox');
    mkdirSync(stateDir, { recursive: true });
    const [engines, sandbox] = await Promise.all([
      startEngines(options, ports, closers),
      startSandboxProcess(accounts, { speed, stateDir, logFile: join(logFolder, 'sandbox.log') }),
    ]);
    closers.push(sandbox.process.stop);
    if (options.superviseEngines === true) {
      const supervision = new AbortController();
      Object.values(engines).forEach((engine) => void superviseEngine(engine, supervision.signal, options));
      closers.push(() => {
        supervision.abort();
        return Promise.resolve();
      });
    }

    const places = { engines, ports, sandbox: sandbox.endpoints };
    const addresses = await layWires(options.network, places);
    closers.push(async () => options.network?.close());
    const environment = { ...addresses, identities, issuer: issuer.issuer, jwksUrl: issuer.jwksUrl, ports, speed, logFolder, extra: options.environment ?? {}, onRestart: options.onRestart ?? (() => undefined) };
    const services = new Map(builtServices().map((name) => [name, startService(name, environment)]));
    closers.push(() => Promise.all([...services.values()].map((service) => service.stop())));
    let replicas = 0;
    const direct = await layWires(undefined, places);
    const startReplica = async (name: ServiceName) => {
      const own = { ...ports, [`${name}-grpc`]: await freePort(), [`${name}-ops`]: await freePort() };
      const process = startService(name, { ...environment, ...direct, ports: own }, (replicas += 1));
      closers.push(process.stop);
      await waitUntilAllReady([name], own, logFolder);
      return { process, url: `http://127.0.0.1:${own[`${name}-ops`]}` };
    };
    const clients = createClients((service) => addressOf(ports, service));
    closers.push(clients.close);
    const operatorTokens = new Map<string | undefined, string>();
    for (const tenant of [undefined, ...tenants.map(({ tenant: id }) => id)]) {
      operatorTokens.set(tenant, await identities.serviceToken(tenant));
    }

    return {
      options,
      engines,
      sandbox: addresses.sandbox,
      sandboxProcess: sandbox.process,
      services,
      startReplica,
      ports,
      identities,
      issuer,
      clients,
      logFolder,
      as: (tenantId) => ({ authorization: `Bearer ${operatorTokens.get(tenantId) ?? ''}` }),
      async tokensOf(tenantId) {
        const tokens = userRoles.map(async (role) => [role, await issuer.token(tenantId, role)] as const);
        return { ...Object.fromEntries(await Promise.all(tokens)), service: await identities.serviceToken(tenantId) };
      },
      waitUntilReady: () => waitUntilAllReady([...services.keys()], ports, logFolder),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Places {
  readonly engines: Readonly<Record<EngineName, Engine>>;
  readonly ports: Ports;
  readonly sandbox: Readonly<Record<string, SandboxEndpoint>>;
}

/** How the parties reach each other: directly, or over wires where there is a network. Those who look on always do directly. */
async function layWires(network: Network | undefined, { engines, ports, sandbox }: Places) {
  const lay = async (edge: Edge, url: string) => (network === undefined ? url : network.lay(edge, url));
  const addresses = new Map<string, string>();
  for (const from of serviceNames) {
    for (const to of serviceNames.filter((name) => name !== from)) {
      addresses.set(`${from} ${to}`, await lay({ from, to }, addressOf(ports, to)));
    }
    for (const { name, url } of Object.values(engines)) {
      addresses.set(`${from} ${name}`, await lay({ from, to: name }, url));
    }
  }
  const endpoints = Object.entries(sandbox).map(async ([tenant, endpoint]) => [tenant, { ...endpoint, url: await lay({ from: 'connector', to: 'ats' }, endpoint.url) }] as const);
  return {
    addressFor: (from: ServiceName, to: ServiceName | EngineName) => addresses.get(`${from} ${to}`) ?? addressOf(ports, from),
    webhookBaseUrl: await lay({ from: 'ats', to: 'webhook-gateway' }, `http://127.0.0.1:${ports['webhook-gateway-http']}`),
    sandbox: Object.fromEntries(await Promise.all(endpoints)),
  };
}

/** Says which services are not ready, and what they logged last. */
async function waitUntilAllReady(names: readonly ServiceName[], ports: Ports, logFolder: string): Promise<void> {
  let unready = names;
  const areAllReady = async () => {
    const ready = await Promise.all(names.map((name) => isReady(ports, name)));
    unready = names.filter((_, index) => ready[index] !== true);
    return unready.length === 0;
  };
  await waitUntil('Secondlook', areAllReady, undefined, READY_MS).catch((cause: unknown) => {
    const lastLines = unready.map((name) => `${name} is not ready:\n${readFileSync(join(logFolder, `${name}.log`), 'utf8').split('\n').slice(-LINES_SHOWN).join('\n')}`);
    throw new Error([String(cause), ...lastLines].join('\n'), { cause });
  });
}

async function startEngines({ dataFolder, durable, say, engines = {} }: StackOptions, ports: Ports, closers: (() => Promise<unknown>)[]): Promise<Record<EngineName, Engine>> {
  const start = async (name: EngineName, keepsFiles: boolean): Promise<Engine> => {
    const running = engines[name];
    if (running !== undefined) {
      return running;
    }
    const engine = await startEngine(name, { port: portOf(ports, name), say, ...(keepsFiles ? { dataFolder: join(dataFolder, name) } : {}) });
    closers.push(engine.stop);
    return engine;
  };
  const [mongo, nats, elasticsearch] = await Promise.all([start('mongo', durable), start('nats', true), start('elasticsearch', true)]);
  return { mongo, nats, elasticsearch };
}

/** An engine that dies, or is killed, is started again on its port, with what is left of its files. */
async function superviseEngine(engine: Engine, signal: AbortSignal, { say, onRestart }: StackOptions): Promise<void> {
  const isOver = () => signal.aborted;
  while (engine.kind === 'embedded') {
    await engine.exited();
    if (isOver()) {
      return;
    }
    say(`${engine.name} died; it is started again`);
    await engine.restart().catch((error: unknown) => say(`${engine.name}: ${String(error)}`));
    onRestart?.();
  }
}

function portOf(ports: Ports, name: string): number {
  const port = ports[name];
  if (port === undefined) {
    throw new Error(`No port was kept for ${name}: the data folder is of another set of tenants; begin with --fresh.`);
  }
  return port;
}

function newToken(): string {
  return `DCRA1-${randomBytes(16).toString('hex')}`;
}

