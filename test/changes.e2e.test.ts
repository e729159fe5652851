import { request } from 'node:http';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PartKind, RecordVerdict, SyncKind, SyncState } from '@secondlook/contracts';
import { ACME, callbackOf, eventually, GLOBEX, postWebhook, provision, readEvents, readWebhooks, startTestStack, waitUntilQuiet, type TenantWebhooks, type TestStack } from '@secondlook/testkit';
import fc from 'fast-check';
import { connect, headers, type MsgHdrs } from 'nats';

import { expectInvariants } from './support/expect-invariants';
import { countOf, findAll, listPeople } from './support/people';
import { startSpanCollector, type SpanCollector } from './support/start-span-collector';

describe('a change in the ATS', () => {
  let stack: TestStack;
  let webhooks: TenantWebhooks;
  let collector: SpanCollector;

  beforeAll(async () => {
    collector = await startSpanCollector();
    stack = await startTestStack({ size: 60, environment: collector.environment });
    await provision(stack);
    webhooks = await readWebhooks(stack);
    await waitUntilQuiet(stack.view(), 180_000);
  }, 300_000);
  afterAll(async () => {
    await stack.stop();
    await collector.close();
  }, 60_000);

  const count = (query: string, tenant = ACME) => countOf(stack, tenant, query);
  const found = (query: string, times = 1) => eventually(`"${query}" is found ${times} times`, () => count(query), (total) => total === times);
  const webhookOf = (tenant: string) => callbackOf(webhooks, tenant);

  it('is searchable soon: of a person, an application, a job and a file', async () => {
    const control = stack.control(ACME);
    const id = await control.create('/candidates', { firstName: 'Quetzalina', lastName: 'Brontosaur', email: 'q.brontosaur@example.com' });
    await found('quetzalina brontosaur');
    await control.patch(`/candidates/${id}`, { lastName: 'Diplodocus' });
    await found('quetzalina diplodocus');
    await found('brontosaur', 0);

    const jobId = await control.create('/jobs', { title: 'Keeper of the Zyxometer', status: 'SOURCING' });
    await control.post(`/candidates/${id}/applications`, { jobId, status: 'LEAD' });
    await found('zyxometer');
    await control.patch(`/jobs/${jobId}`, { title: 'Warden of the Vexillarium' });
    await found('vexillarium');
    await found('zyxometer', 0);

    const fileId = await control.create(`/candidates/${id}/attachments`, { name: 'cv.pdf', type: 'RESUME', contentType: 'application/pdf', text: 'Tamed wild pterodactyls for years.' });
    await found('"wild pterodactyls"');
    await control.remove(`/candidates/${id}/attachments/${fileId}`);
    await found('"wild pterodactyls"', 0);
    await control.remove(`/candidates/${id}`);
    await found('quetzalina', 0);
  }, 120_000);

  it('keeps one trace from the webhook to the index', async () => {
    await stack.control(ACME).create('/candidates', { firstName: 'Tracewell', lastName: 'Spannagel', email: 'tracewell@example.com' });
    await found('tracewell spannagel');
    const chain = ['webhook-gateway: receive webhook', 'connector: read candidate', 'search: search on candidate.changed'];
    await eventually(
      'a trace runs from the webhook through the read to the index',
      () => Promise.resolve([...Map.groupBy(collector.spans, ({ traceId }) => traceId).values()].map((spans) => new Set(spans.map(({ service, name }) => `${service}: ${name}`)))),
      (traces) => traces.some((spans) => chain.every((span) => spans.has(span))),
    );
  }, 60_000);

  it('lets nobody come back who was deleted, whatever earlier event is replayed', async () => {
    const control = stack.control(ACME);
    const id = await control.create('/candidates', { firstName: 'Phoenixia', lastName: 'Lazarewicz', email: 'phoenixia@example.com' });
    await found('phoenixia');
    const before = await count('');
    const alive = (await listPeople(stack, ACME)).find(({ externalId }) => externalId === id);
    await control.remove(`/candidates/${id}`);
    await found('phoenixia', 0);
    await waitUntilQuiet(stack.view(), 60_000);

    // A read that was under way when the deletion came, and arrives long after it, with the highest of positions.
    const json = alive?.parts.find(({ kind }) => kind === PartKind.DETAIL)?.json ?? Buffer.alloc(0);
    expect(Buffer.from(json).toString()).toContain('Phoenixia');
    const late = { connectionId: alive?.connectionId ?? '', source: 'smartrecruiters', read: { leaseEpoch: 1_000, readSeq: 1 }, record: { $case: 'candidateDetail' as const, value: { candidateExternalId: id, json: Buffer.from(json) } } };
    const { outcomes } = await stack.clients.ingestion.ingestRecords({ records: [late] }, stack.as(ACME));
    expect(outcomes.map(({ verdict }) => verdict)).toEqual([RecordVerdict.SUPERSEDED]);

    await replayAllEvents(stack);
    await replayAllDeliveries();
    // The ATS's events under new ids too: as if it had forgotten that it sent them.
    for (const eventName of ['candidate.created', 'candidate.updated', 'application.created']) {
      expect(await postWebhook({ ...webhookOf(ACME), eventName, body: { candidate_id: id, id } })).toBe(202);
    }
    const { connections } = await stack.clients.connector.listConnections({}, stack.as(ACME));
    const { syncRun } = await stack.clients.connector.startSync({ connectionId: connections[0]?.connectionId ?? '', kind: SyncKind.FULL }, stack.as(ACME));
    expect(syncRun === undefined || syncRun.state === SyncState.OPEN || syncRun.state === SyncState.DONE).toBe(true);
    await expectInvariants(stack.view);
    expect(await count('phoenixia')).toBe(0);
    expect(await count('')).toBe(before - 1);
  }, 180_000);

  it('of a foreign tenant reaches nobody else: a webhook counts for the tenant of its callback path', async () => {
    const [before] = await Promise.all([findAll(stack, GLOBEX, {})]);
    const control = stack.control(ACME);
    const id = await control.create('/candidates', { firstName: 'Borderina', lastName: 'Grenzstein', email: 'borderina@example.com' });
    await found('borderina');
    // Globex's own, well signed webhook about acme's candidate: globex's ATS knows nobody of that id.
    expect(await postWebhook({ ...webhookOf(GLOBEX), eventName: 'candidate.deleted', body: { candidate_id: id, id } })).toBe(202);
    // Acme's key does not open globex's path.
    expect(await postWebhook({ url: webhookOf(GLOBEX).url, key: webhookOf(ACME).key, eventName: 'candidate.deleted', body: { candidate_id: id, id } })).toBe(401);
    await waitUntilQuiet(stack.view(), 60_000);
    expect(await count('borderina')).toBe(1);
    expect(await count('borderina', GLOBEX)).toBe(0);
    expect(new Set(await findAll(stack, GLOBEX, {}))).toEqual(new Set(before));
    await control.remove(`/candidates/${id}`);
    await found('borderina', 0);
  }, 120_000);

  it('is believed only with a signature: any other bytes get a short 4xx', async () => {
    const { url, key } = webhookOf(ACME);
    expect(await postWebhook({ url, key, eventName: 'candidate.updated', body: { candidate_id: 'nobody' }, tamper: (signature) => signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) })).toBe(401);
    expect(await postWebhook({ url: `${url}x`, key, eventName: 'candidate.updated', body: { candidate_id: 'nobody' } })).toBe(404);
    const header = fc.constantFrom('event-id', 'event-name', 'smartrecruiters-timestamp', 'smartrecruiters-signature', 'x-hook-secret', 'content-encoding', 'content-type', 'link');
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 2_000 }),
        fc.dictionary(header, fc.string({ maxLength: 60 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, '?')), { maxKeys: 4 }),
        fc.constantFrom('POST', 'PUT', 'GET', 'DELETE'),
        async (body, sent, method) => {
          const { status, text } = await send(url, method, sent, Buffer.from(body));
          expect(status).toBeGreaterThanOrEqual(400);
          expect(status).toBeLessThan(500);
          expect(text.length).toBeLessThan(100);
        },
      ),
      { numRuns: 300 },
    );
    expect((await send(url, 'POST', {}, Buffer.alloc(1 << 20, 'x'))).status).toBe(413);
  }, 60_000);

  /** Every message of every stream once more, under a new id. */
  async function replayAllEvents({ engines }: TestStack): Promise<void> {
    const connection = await connect({ servers: engines.nats.url });
    try {
      const manager = await connection.jetstreamManager();
      const earlier: { subject: string; bytes: Uint8Array; headers: MsgHdrs }[] = [];
      for await (const { config, state } of manager.streams.list()) {
        for (let seq = state.first_seq; seq <= state.last_seq && state.messages > 0; seq++) {
          const message = await manager.streams.getMessage(config.name, { seq }).catch(() => undefined);
          if (message !== undefined) {
            earlier.push({ subject: message.subject, bytes: message.data, headers: withoutId(message.header) });
          }
        }
      }
      expect(earlier.length).toBeGreaterThan(100);
      for (const { subject, bytes, headers: sent } of earlier.toReversed()) {
        await connection.jetstream().publish(subject, bytes, { headers: sent });
      }
    } finally {
      await connection.close();
    }
  }

  async function replayAllDeliveries(): Promise<void> {
    const endpoint = stack.sandbox[ACME];
    const events = endpoint === undefined ? [] : await readEvents(endpoint);
    const deliveries = events.flatMap((line) => (line.kind === 'delivery' && line.status === 202 ? [line] : []));
    expect(deliveries.length).toBeGreaterThan(0);
    for (const { eventId, eventName, body } of deliveries) {
      expect(await postWebhook({ ...webhookOf(ACME), eventName, body, eventId })).toBe(202);
    }
  }
});

function withoutId(sent: MsgHdrs): MsgHdrs {
  const copy = headers();
  for (const key of sent.keys().filter((name) => name.toLowerCase() !== 'nats-msg-id')) {
    sent.values(key).forEach((value) => copy.append(key, value));
  }
  return copy;
}

/** As fetch, but for headers and methods that fetch refuses to send. */
function send(url: string, method: string, sent: Record<string, string>, body: Buffer): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers: { ...sent, 'content-length': body.length }, timeout: 10_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
