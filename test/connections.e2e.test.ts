import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Capability, VerificationOutcome, WebhookState, type Connection } from '@secondlook/contracts';
import { AlreadyExistsError, InvalidInputError, NotFoundError } from '@secondlook/kit';
import { ACME, callbackOf, eventually, freePort, GLOBEX, postWebhook, provision, readWebhooks, startTestStack, waitUntilQuiet, type TenantWebhooks, type TestStack } from '@secondlook/testkit';
import { MongoClient } from 'mongodb';

import { countOf, findAll } from './support/people';
import { startToyAts } from './toy-source/toy-ats';

const SECRET = 'not-the-token-of-anybody';

describe('a connection', () => {
  let stack: TestStack;
  let webhooks: TenantWebhooks;
  let mongo: MongoClient;

  beforeAll(async () => {
    stack = await startTestStack({ size: 40, environment: { NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'dist', 'toy-source', 'add.js'))}` } });
    mongo = await MongoClient.connect(stack.engines.mongo.url);
    await provision(stack);
    webhooks = await readWebhooks(stack);
    await waitUntilQuiet(stack.view(), 180_000);
  }, 300_000);
  afterAll(async () => {
    await mongo.close();
    await stack.stop();
  }, 60_000);

  const connector = () => stack.clients.connector;
  const listOf = async (tenant: string) => (await connector().listConnections({}, stack.as(tenant))).connections;
  const only = async (tenant: string): Promise<Connection> => {
    const [connection, ...more] = await listOf(tenant);
    if (connection === undefined || more.length > 0) {
      throw new Error(`${tenant} has not one connection.`);
    }
    return connection;
  };

  async function create(baseUrl: string, token: string, capabilities: Capability[] = []): Promise<string> {
    const { connection } = await connector().createConnection({ source: 'smartrecruiters', baseUrl, token, allowPrivateNetwork: true, capabilities }, stack.as(ACME));
    return connection?.connectionId ?? '';
  }
  async function remove(connectionId: string): Promise<void> {
    await connector().removeConnection({ connectionId }, stack.as(ACME));
    await eventually('it is gone', () => listOf(ACME), (connections) => connections.every((one) => one.connectionId !== connectionId));
  }
  const verifyAgain = async (connectionId: string) => (await connector().verifyConnection({ connectionId }, { ...stack.as(ACME), deadlineMs: 60_000 })).connection?.verification;

  /** Creates, verifies and removes a connection; answers what the verification found. */
  async function verify(baseUrl: string, token = SECRET) {
    const connectionId = await create(baseUrl, token);
    const verification = await verifyAgain(connectionId);
    await remove(connectionId);
    return verification;
  }

  it('says what is wrong with a credential, each reason told apart, and never the credential', async () => {
    // Not the account that acme is connected to.
    const url = stack.sandbox[GLOBEX]?.url ?? '';
    const other = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await stack.control(GLOBEX).put('/credentials/narrow', { token: 'narrow-token', permissions: ['configuration_read', 'company_read', 'jobs_read'] });

    const badToken = await verify(url);
    expect(badToken?.outcome).toBe(VerificationOutcome.BAD_TOKEN);
    const missing = await verify(url, '  narrow-token\n');
    expect(missing?.outcome).toBe(VerificationOutcome.MISSING_PERMISSION);
    expect(missing?.message).toContain('candidates_read');
    expect(missing?.checks.filter(({ granted }) => granted).map(({ permission }) => permission)).toContain('jobs_read');
    const unreachable = await verify(`http://127.0.0.1:${await freePort()}`);
    expect(unreachable?.outcome).toBe(VerificationOutcome.UNREACHABLE);
    const tls = await verify(url.replace('http:', 'https:'));
    expect(tls?.outcome).toBe(VerificationOutcome.TLS_FAILURE);
    const foreign = await verify(`http://127.0.0.1:${port}`);
    expect(foreign?.outcome).toBe(VerificationOutcome.NOT_THE_SOURCE);
    const forbidden = await verify('http://metadata.example.com');
    expect(forbidden?.outcome).toBe(VerificationOutcome.HOST_NOT_ALLOWED);
    await stack.control(GLOBEX).put('/faults', { faults: [{ name: 'rate_limited', endpoints: ['GET /configuration/company'] }] });
    const limited = await verify(url, 'narrow-token');
    expect(limited?.outcome).toBe(VerificationOutcome.RATE_LIMITED);
    await stack.control(GLOBEX).put('/faults', { faults: [] });
    await stack.control(GLOBEX).put('/credentials/enough', { token: 'enough-token', permissions: ['configuration_read', 'jobs_read', 'candidates_read'] });
    const enough = await verify(url, 'enough-token');
    expect(enough?.outcome).toBe(VerificationOutcome.OK);
    expect(enough?.checks.filter(({ granted }) => !granted).map(({ permission }) => permission)).toEqual(['webhooks_read', 'audit_events_read', 'job_applications_read']);
    expect(enough?.message).toContain('audit_events_read');
    for (const verification of [badToken, missing, unreachable, tls, foreign, forbidden, limited, enough]) {
      expect(verification?.message.length).toBeGreaterThan(10);
      expect(JSON.stringify(verification)).not.toMatch(/not-the-token|narrow-token|enough-token/);
    }
    other.close();
  }, 120_000);

  it('says of each source what it reads and writes at the ATS, capability by capability', async () => {
    const { sources } = await connector().listSources({}, stack.as(ACME));
    const [rediscovery, exports, ...more] = sources.find(({ source }) => source === 'smartrecruiters')?.capabilities ?? [];
    expect([rediscovery?.capability, rediscovery?.always, exports?.capability, exports?.always, more]).toEqual([Capability.REDISCOVERY, true, Capability.EXPORT, false, []]);
    for (const { reads = [], writes = [], permissions = [] } of [rediscovery ?? {}, exports ?? {}]) {
      expect([reads.length, writes.length, permissions.length]).not.toContain(0);
    }
    expect(exports?.permissions.filter(({ required }) => required).map(({ permission }) => permission)).toEqual(['jobs_read', 'candidates_create']);
  });

  it('for exports names the permission they lack, while the mirror goes on', async () => {
    await stack.control(GLOBEX).put('/credentials/reader', { token: 'reader-token', permissions: ['configuration_read', 'jobs_read', 'candidates_read'] });
    const connectionId = await create(stack.sandbox[GLOBEX]?.url ?? '', 'reader-token', [Capability.EXPORT]);
    const lacking = await verifyAgain(connectionId);
    expect(lacking?.outcome).toBe(VerificationOutcome.MISSING_PERMISSION);
    expect(lacking?.message).toContain('candidates_create');
    expect(lacking?.checks.filter(({ required, granted }) => required && !granted).map(({ permission, capability }) => [permission, capability])).toEqual([['candidates_create', Capability.EXPORT]]);
    await expect(connector().startSync({ connectionId }, stack.as(ACME))).resolves.toBeDefined();
    const { connection } = await connector().updateConnection({ connectionId, capabilities: { capabilities: [] } }, stack.as(ACME));
    expect(connection?.capabilities).toEqual([Capability.REDISCOVERY]);
    expect((await verifyAgain(connectionId))?.outcome).toBe(VerificationOutcome.OK);
    expect((await connector().getConnection({ connectionId }, stack.as(ACME))).connection?.capabilities).toEqual([Capability.REDISCOVERY]);
    await remove(connectionId);
  }, 90_000);

  it('is refused when the account is connected already, by whatever credential and at once, naming the connection that there is', async () => {
    const { url = '', token = '' } = stack.sandbox[ACME] ?? {};
    const { connectionId } = await only(ACME);
    await stack.control(ACME).put('/credentials/other', { token: 'other-token' });
    const refusals = await Promise.all([create(url, token), create(`${url}/`, 'other-token')].map((call) => call.catch((error: unknown) => error)));
    for (const refusal of refusals) {
      expect(refusal).toBeInstanceOf(AlreadyExistsError);
      expect(String(refusal)).toContain(connectionId);
      expect(String(refusal)).not.toMatch(/other-token/);
    }
    await eventually('nothing is left of them', () => listOf(ACME), (connections) => connections.length === 1);
    expect((await verifyAgain(connectionId))?.outcome).toBe(VerificationOutcome.OK);
  }, 60_000);

  it('is connected once, of two who try at the same time, and is nobody’s secret to another tenant', async () => {
    // The account that globex reads.
    const { url = '' } = stack.sandbox[GLOBEX] ?? {};
    const tokens = ['twin-a', 'twin-b'];
    for (const token of tokens) {
      await stack.control(GLOBEX).put(`/credentials/${token}`, { token, permissions: ['configuration_read', 'jobs_read', 'candidates_read'] });
    }
    const made = await Promise.all(tokens.map((token) => create(url, token).catch((error: unknown) => error)));
    const [connectionId, ...more] = made.filter((one) => typeof one === 'string');
    expect([typeof connectionId, more, made.filter((one) => one instanceof AlreadyExistsError).length]).toEqual(['string', [], 1]);
    const ofGlobex = await only(GLOBEX);
    expect(made.join()).not.toContain(ofGlobex.connectionId);
    await remove(connectionId ?? '');
    const again = await create(url, 'twin-b');
    await remove(again);
  }, 90_000);

  it('is refused with the field that is wrong', async () => {
    const createWith = (fields: object) => connector().createConnection({ source: 'smartrecruiters', token: SECRET, ...fields }, stack.as(ACME));
    const fieldOf = (call: Promise<unknown>) => call.then(() => undefined, (error: unknown) => (error instanceof InvalidInputError ? error.fields[0]?.field : String(error)));
    expect(await fieldOf(createWith({ token: ' \n' }))).toBe('token');
    expect(await fieldOf(createWith({ baseUrl: 'ftp://example.com' }))).toBe('base_url');
    expect(await fieldOf(createWith({ baseUrl: 'https://user:pass@example.com' }))).toBe('base_url');
    expect(await fieldOf(createWith({ source: 'unheard-of' }))).toBe('source');
    expect(await fieldOf(createWith({ capabilities: [Capability.UNSPECIFIED] }))).toBe('capabilities');
  });

  it('keeps its token sealed: in no store, answer or log', async () => {
    const token = stack.sandbox[ACME]?.token ?? '';
    expect(JSON.stringify(await listOf(ACME))).not.toContain(token);
    const { databases } = await mongo.db('admin').admin().listDatabases({ nameOnly: true });
    const found: string[] = [];
    for (const { name } of databases.filter((database) => !['admin', 'local', 'config'].includes(database.name))) {
      for (const { name: collection } of await mongo.db(name).listCollections({}, { nameOnly: true }).toArray()) {
        const documents = await mongo.db(name).collection(collection).find({}).toArray();
        found.push(...documents.filter((document) => JSON.stringify(document).includes(token)).map(() => `${name}.${collection}`));
      }
    }
    expect(found).toEqual([]);
    const logs = readdirSync(stack.logFolder).filter((file) => file !== 'sandbox.log').map((file) => readFileSync(`${stack.logFolder}/${file}`, 'utf8'));
    expect(logs.filter((log) => log.includes(token))).toEqual([]);
  });

  it('gets another token without a gap', async () => {
    const { connectionId } = await only(ACME);
    await stack.control(ACME).put('/credentials/second', { token: 'second-token' });
    await connector().updateConnection({ connectionId, token: 'second-token' }, stack.as(ACME));
    const { connection } = await connector().verifyConnection({ connectionId }, { ...stack.as(ACME), deadlineMs: 60_000 });
    expect(connection?.verification?.outcome).toBe(VerificationOutcome.OK);
    await stack.control(ACME).create('/candidates', { firstName: 'Secondtoken', lastName: 'Newcomer', email: 'secondtoken@example.com' });
    await eventually('a change is found', () => countOf(stack, ACME, 'secondtoken'), (count) => count === 1, 60_000);
    const name = await connector().updateConnection({ connectionId, displayName: 'Our ATS' }, stack.as(ACME));
    expect(name.connection?.displayName).toBe('Our ATS');
  }, 90_000);

  it('whose token was revoked is found out by the next pass, and goes on with another one', async () => {
    const { connectionId } = await only(ACME);
    await stack.control(ACME).put('/credentials/second', { token: 'third-token' });
    await connector().startSync({ connectionId }, stack.as(ACME));
    const outcome = async () => (await only(ACME)).verification?.outcome;
    await eventually('the token is known to be bad', outcome, (found) => found === VerificationOutcome.BAD_TOKEN);
    await connector().updateConnection({ connectionId, token: 'third-token' }, stack.as(ACME));
    await eventually('the new one works', outcome, (found) => found === VerificationOutcome.OK);
    await eventually('webhooks are active', () => only(ACME), ({ webhookState }) => webhookState === WebhookState.ACTIVE);
  }, 90_000);

  it('belongs to its tenant: another one can neither see, change, sync nor remove it', async () => {
    const { connectionId } = await only(ACME);
    const asGlobex = stack.as(GLOBEX);
    await expect(connector().getConnection({ connectionId }, asGlobex)).rejects.toBeInstanceOf(NotFoundError);
    await expect(connector().updateConnection({ connectionId, displayName: 'mine' }, asGlobex)).rejects.toBeInstanceOf(NotFoundError);
    await expect(connector().startSync({ connectionId }, asGlobex)).rejects.toBeInstanceOf(NotFoundError);
    await expect(connector().listSyncRuns({ connectionId }, asGlobex)).rejects.toBeInstanceOf(NotFoundError);
    await expect(connector().removeConnection({ connectionId }, asGlobex)).rejects.toBeInstanceOf(NotFoundError);
    expect((await only(ACME)).webhookState).toBe(WebhookState.ACTIVE);
  });

  it('is removed with its people, its jobs and its webhooks at the ATS, while the other tenant’s stay', async () => {
    const others = new Set(await findAll(stack, GLOBEX, {}));
    const { connectionId } = await only(ACME);
    await connector().removeConnection({ connectionId }, stack.as(ACME));
    await eventually('the connection is gone', () => listOf(ACME), (connections) => connections.length === 0, 60_000);
    await eventually('nobody is found', () => countOf(stack, ACME, ''), (count) => count === 0, 60_000);
    const { url, key } = callbackOf(webhooks, ACME);
    expect(await postWebhook({ url, key, eventName: 'candidate.updated', body: { candidate_id: 'x' } })).toBe(404);
    const subscriptions = await fetch(`${stack.sandbox[ACME]?.url ?? ''}/webhooks-api/v201907/subscriptions`, { headers: { 'x-smarttoken': 'third-token' } });
    expect(await subscriptions.json()).toEqual([]);
    expect(new Set(await findAll(stack, GLOBEX, {}))).toEqual(others);
  }, 150_000);

  it('may be to another kind of ATS: a second source is a folder and a line', async () => {
    const toyAts = await startToyAts('toy-token');
    try {
      ['Ada Toysmith', 'Bea Toysmith', 'Cy Toysmith'].forEach((name, index) => toyAts.put({ id: `p${index}`, name, applied: [{ opening: 'o1', state: 'PLAYING' }] }));
      const { connection } = await connector().createConnection({ source: 'toy', baseUrl: toyAts.url, token: 'toy-token', allowPrivateNetwork: true }, stack.as(ACME));
      const connectionId = connection?.connectionId ?? '';
      await connector().verifyConnection({ connectionId }, { ...stack.as(ACME), deadlineMs: 60_000 });
      await eventually('its people are found', () => countOf(stack, ACME, 'toysmith'), (count) => count === 3, 60_000);
      // Jobs come into an index of their own.
      await eventually('they are found by the name of their job', () => countOf(stack, ACME, 'toymaker'), (count) => count === 3, 60_000);
      toyAts.put({ id: 'p0', name: 'Ada Toymother', applied: [{ opening: 'o1', state: 'PLAYING' }] });
      toyAts.remove('p1');
      await eventually('a change is found', () => countOf(stack, ACME, 'toymother'), (count) => count === 1, 60_000);
      await eventually('whoever left is gone', async () => {
        await connector().reconcile({ connectionId }, stack.as(ACME));
        return countOf(stack, ACME, 'toysmith');
      }, (count) => count === 1, 60_000);
      await connector().removeConnection({ connectionId }, stack.as(ACME));
      await eventually('nobody is found', () => countOf(stack, ACME, ''), (count) => count === 0, 60_000);
    } finally {
      await toyAts.close();
    }
  }, 300_000);

  it('goes with its tenant: no database, no index and no answer is left, while the other tenant’s stay', async () => {
    const before = await countOf(stack, ACME, '');
    await connector().removeTenant({ tenantId: GLOBEX }, stack.as());
    await expect(eventually('it is not known any more', () => countOf(stack, GLOBEX, '').catch((error: unknown) => error), (answer) => answer instanceof NotFoundError, 60_000)).resolves.toBeDefined();
    const left = async () => {
      const { databases } = await mongo.db('admin').admin().listDatabases({ nameOnly: true });
      const indices = await fetch(`${stack.engines.elasticsearch.url}/_alias`);
      return [...databases.map(({ name }) => name), JSON.stringify(await indices.json())].filter((text) => text.includes(GLOBEX));
    };
    await eventually('its stores are dropped', left, (names) => names.length === 0, 60_000);
    const { connections } = await connector().listConnections({}, stack.as(ACME));
    expect(connections).toEqual([]);
    expect(await countOf(stack, ACME, '')).toBe(before);
  }, 150_000);
});
