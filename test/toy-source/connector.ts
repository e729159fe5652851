import { Capability, VerificationOutcome } from '@secondlook/contracts';

import { type AtsAnswer, type AtsCall, type Source } from '../../services/connector/src/sources/source';

const list = { job: 'openings', candidate: 'people' } as const;

/** The toy ATS as the connector reads it: what a second source has to say, and no more. */
export const toy: Source = {
  name: 'toy',
  defaultBaseUrl: 'https://toys.example.com',
  limits: { callsPerWindow: 20, concurrentCalls: 2 },
  authorize: (token) => ({ authorization: `Toy ${token}` }),
  readLimits: () => ({ callsPerWindow: undefined, remainingCalls: undefined, concurrentCalls: undefined }),
  capabilities: [{ capability: Capability.REDISCOVERY, always: true, reads: ['people', 'openings'], writes: [], permissions: [] }],
  async verify(call) {
    const { account, name } = toObject(await call({ path: '/whoami' }));
    return { outcome: VerificationOutcome.OK, message: 'The token works.', checks: [], companyIdentifier: String(account), companyName: String(name) };
  },
  streams: ['openings', 'people'],
  async listPage(stream, { cursor, changedSince }, call) {
    const answer = await call({ path: `/${stream}`, query: { page: cursor, since: changedSince?.toISOString() } });
    const { items, more, count } = toObject(answer);
    return {
      kind: stream === 'openings' ? 'job' : 'candidate',
      entities: (Array.isArray(items) ? items.map(toObject) : []).map(({ id, changed }) => ({ externalId: String(id), updatedTime: new Date(String(changed)) })),
      next: more === true ? String(Number(cursor ?? 0) + 1) : undefined,
      total: Number(count),
    };
  },
  async read(kind, externalId, { call, toRecord }) {
    if (kind === 'consent') {
      return [];
    }
    const answer = await get(kind, externalId, call);
    if (answer.status === 404) {
      return undefined;
    }
    if (kind === 'job') {
      return [toRecord(answer.read, { $case: 'job', value: { jobExternalId: externalId, json: answer.body } })];
    }
    const { applied } = toObject(answer);
    const openings = (Array.isArray(applied) ? applied.map(toObject) : []).map(({ opening }) => String(opening));
    return [
      toRecord(answer.read, { $case: 'candidateDetail', value: { candidateExternalId: externalId, json: answer.body } }),
      toRecord(answer.read, { $case: 'applicationList', value: { candidateExternalId: externalId, jobExternalIds: openings } }),
      ...openings.map((opening) => toRecord(answer.read, { $case: 'application', value: { candidateExternalId: externalId, jobExternalId: opening, json: Buffer.from('{}') } })),
    ];
  },
  isThere: async (kind, externalId, call) => (await get(kind, externalId, call)).status === 200,
  referenceLists: [],
  readReference: () => Promise.resolve(undefined),
  webhooks: {
    permission: 'none',
    events: [],
    register: () => Promise.resolve('not_permitted'),
    remove: () => Promise.resolve(),
    check: () => Promise.resolve({ state: 'not_permitted', events: undefined }),
    listFailed: () => Promise.resolve({ deliveries: [], next: undefined, askedTime: undefined }),
    toRequest: () => ({ action: 'ignore' }),
  },
  audit: { permission: 'none', listPage: () => Promise.resolve('not_permitted') },
  exporting: {
    closedStatuses: [],
    identify: (mark) => ({ firstName: 'Test', lastName: mark, email: `${mark}@example.com`, tags: [mark] }),
    send: () => Promise.resolve({ refusal: 'Nobody can be sent to a toy.' }),
    find: () => Promise.resolve(undefined),
    look: () => Promise.resolve('gone'),
    remove: () => Promise.resolve(undefined),
  },
};

const get = (kind: 'candidate' | 'job', id: string, call: AtsCall) => call({ path: `/${list[kind]}/${encodeURIComponent(id)}` });

function toObject(answer: unknown): Readonly<Record<string, unknown>> {
  const value: unknown = isAnswer(answer) ? JSON.parse(answer.body.toString()) : answer;
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isAnswer(value: unknown): value is AtsAnswer {
  return typeof value === 'object' && value !== null && 'body' in value && Buffer.isBuffer(value.body);
}
