import { type Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Candidate, type EntityVersion } from '@secondlook/contracts';
import { LimitError, UnavailableError } from '@secondlook/kit';
import { createFakeRunning } from '@secondlook/kit/testing';
import { startEngine, type Engine } from '@secondlook/testkit';

import { toCandidateDocument } from '../domain/candidate-document';
import { compileQuery } from '../domain/compile/query';
import { compileRanking } from '../domain/compile/ranking';
import { parseQuery } from '../domain/query/parse-query';
import { connectElasticsearch } from './connect-elasticsearch';
import { ALIASES_REMEMBERED_MS, createIndexFamily, type IndexFamily } from './index-family';
import { projectionOf } from './mapping';

const { log, lifecycle } = createFakeRunning({});
let engine: Engine;
let client: Client;
let family: IndexFamily;
let count = 0;
let tenantId = '';

beforeAll(async () => {
  engine = await startEngine('elasticsearch');
  client = connectElasticsearch(engine.url, lifecycle);
}, 120_000);

afterAll(async () => {
  await lifecycle.stop();
  await engine.stop();
}, 30_000);

beforeEach(() => {
  tenantId = `t${++count}`;
  family = createIndexFamily(client, 'candidates', log);
});

const now = new Date('2026-06-15T12:00:00Z');
function candidate(id: string, version: number, fields: Parameters<typeof Candidate.fromPartial>[0] = {}) {
  const document = toCandidateDocument(Candidate.fromPartial({ candidateId: id, version, name: { full: `Name ${id}` }, ...fields }), now);
  if (document === undefined) {
    throw new Error('it is complete');
  }
  return document;
}

async function versions(which: 'live' | 'filling' = 'live'): Promise<EntityVersion[]> {
  const found: EntityVersion[] = [];
  for await (const version of family.listVersions(tenantId, which)) {
    found.push(version);
  }
  return found;
}

const empty = () => Promise.resolve(true);
const full = () => Promise.resolve(false);

describe('the index of a tenant', () => {
  it('is live at once when there is nothing to fill it with, and made once however many ask', async () => {
    expect(await Promise.all([family.ensure(tenantId, empty), family.ensure(tenantId, empty)])).toEqual(['live', 'live']);
    expect(await versions()).toEqual([]);
    expect((await family.readMeta()).get(tenantId)).toMatchObject({ projection: projectionOf('candidates') });
  });

  it('keeps the highest version of each document: an older one is refused, which counts as success', async () => {
    await family.ensure(tenantId, empty);
    await family.put(tenantId, [candidate('a', 5), candidate('b', 1)]);
    await family.put(tenantId, [candidate('a', 4), candidate('b', 2), candidate('a', 5)]);
    await family.put(tenantId, [candidate('b', 3, { deleted: true })]);
    await family.put(tenantId, [candidate('b', 2)]);
    expect(await versions()).toEqual([{ id: 'a', version: 5, deleted: false }, { id: 'b', version: 3, deleted: true }]);
  });

  it('tells at once what it holds of somebody, in the one that is being filled too, and nothing for certain while it is missing', async () => {
    await expect(family.find(tenantId, ['a'])).rejects.toThrow(UnavailableError);
    await family.ensure(tenantId, empty);
    await family.put(tenantId, [candidate('a', 5), candidate('b', 3, { deleted: true })]);
    expect(await family.find(tenantId, ['a', 'b', 'c'])).toEqual([{ id: 'a', version: 5, deleted: false, deletedTime: undefined }, { id: 'b', version: 3, deleted: true, deletedTime: now.toISOString() }]);
    await family.beginFilling(tenantId);
    expect(await family.find(tenantId, ['a'])).toHaveLength(1);
    await family.put(tenantId, [candidate('a', 6, { deleted: true })]);
    expect((await family.find(tenantId, ['a'])).map(({ version, deleted }) => [version, deleted])).toEqual([[6, true], [6, true]]);
    expect(await family.find(tenantId, [])).toEqual([]);
  });

  it('is never made by writing: a wiped one is missing until it is made with its mapping', async () => {
    await expect(family.put(tenantId, [candidate('a', 1)])).rejects.toThrow(UnavailableError);
    await family.ensure(tenantId, empty);
    await family.put(tenantId, [candidate('a', 1)]);
    await family.drop(tenantId);
    await family.drop(tenantId);
    await expect(family.put(tenantId, [candidate('a', 2)])).rejects.toThrow(UnavailableError);
  });

  it('refuses a field it does not know, without quoting the document', async () => {
    await family.ensure(tenantId, empty);
    const odd = { ...candidate('a', 1), secret_field: 'secret value' };
    await expect(family.put(tenantId, [odd])).rejects.toThrow(/^Document a was refused: strict_dynamic_mapping_exception$/);
  });

  it('takes values that an ATS may send: of a megabyte, with lone surrogates, years far off', async () => {
    await family.ensure(tenantId, empty);
    const huge = 'Große '.repeat(100_000);
    await family.put(tenantId, [
      candidate('a', 1, { name: { full: huge }, location: { text: huge }, applications: [{ jobId: 'j', status: huge, sourceLabel: huge }], positions: [{ title: huge, company: huge, start: '2020' }] }),
      candidate('b', 1, { name: { full: `${'x'.repeat(255)}😀 \ud800` }, tags: ['\udc00'], applications: [{ status: '\ud800' }] }),
      candidate('c', 1, { atsUpdatedTime: new Date('9999-12-31T23:59:59.999Z') }),
      candidate('d', 1, { atsUpdatedTime: new Date('0000-01-01T00:00:00Z') }),
    ]);
    expect((await versions()).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  }, 30_000);

  it('takes a batch that is larger than a request may be, and all of it but a document that is so alone', async () => {
    await family.ensure(tenantId, empty);
    const ofBytes = (id: string, bytes: number) => ({ ...candidate(id, 1), shown: { name: 'x'.repeat(bytes) } });
    const batch = ['m0', 'm1', 'm2', 'm3'].map((id) => ofBytes(id, 7 << 20));
    const huge = ofBytes('huge', 17 << 20);
    await expect(family.put(tenantId, [...batch, huge, candidate('z', 1)])).rejects.toThrow(LimitError);
    expect((await versions()).map(({ id }) => id)).toEqual([...batch.map(({ id }) => id), 'z']);
  }, 60_000);
});

describe('building an index anew', () => {
  it('leaves the live one to be searched, writes to both, and moves the alias last', async () => {
    await family.ensure(tenantId, empty);
    await family.put(tenantId, [candidate('a', 1)]);
    await family.beginFilling(tenantId);
    await family.beginFilling(tenantId);
    expect(await family.ensure(tenantId, full)).toBe('filling');
    await family.put(tenantId, [candidate('b', 1)]);
    expect([(await versions()).map(({ id }) => id), (await versions('filling')).map(({ id }) => id)]).toEqual([['a', 'b'], ['b']]);
    await family.put(tenantId, [candidate('a', 1)]);
    await family.switchToFilled(tenantId);
    expect((await versions()).map(({ id }) => id)).toEqual(['a', 'b']);
    await family.switchToFilled(tenantId);
    expect(Object.keys(await client.indices.get({ index: `candidates-${tenantId}.*` }))).toEqual([`candidates-${tenantId}.2`]);
    await family.put(tenantId, [candidate('c', 1)]);
    expect((await versions()).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  }, 30_000);

  it('takes over once, however many filled it at once', async () => {
    await family.ensure(tenantId, () => Promise.resolve(true));
    await family.put(tenantId, [candidate('a', 1)]);
    await family.beginFilling(tenantId);
    const others = [family, createIndexFamily(client, 'candidates', log), createIndexFamily(client, 'candidates', log)];
    await Promise.all(others.map((other) => other.switchToFilled(tenantId)));
    expect(Object.keys(await client.indices.getAlias({ index: `candidates-${tenantId}.*` }))).toEqual([`candidates-${tenantId}.2`]);
  });

  it('takes what is new in it into the one of an earlier release too, which is searched until then', async () => {
    await client.indices.create({ index: `candidates-${tenantId}.1`, mappings: { dynamic: 'strict', _meta: { projection: 'of before' }, properties: { id: { type: 'keyword' }, version: { type: 'long' }, deleted: { type: 'boolean' } } }, aliases: { [family.liveAlias(tenantId)]: {} } });
    const hidden = candidate('a', 1, { outOfView: true });
    await expect(family.put(tenantId, [hidden])).rejects.toThrow('strict_dynamic_mapping_exception');
    await family.beginFilling(tenantId);
    await family.put(tenantId, [hidden, candidate('b', 1)]);
    expect(await versions('live')).toEqual(await versions('filling'));
    expect(await versions('live')).toHaveLength(2);
    expect((await family.readMeta()).get(tenantId)).toMatchObject({ projection: 'of before' });
  });

  it('begins also when the index was wiped and the owner has something: it is not searched until it is filled', async () => {
    expect(await family.ensure(tenantId, full)).toBe('filling');
    await family.put(tenantId, [candidate('a', 1)]);
    await expect(versions()).rejects.toThrow();
    await family.switchToFilled(tenantId);
    expect(await versions()).toEqual([{ id: 'a', version: 1, deleted: false }]);
  });

  it('reaches other replicas within the time that aliases are remembered', async () => {
    const other = createIndexFamily(client, 'candidates', log);
    await family.ensure(tenantId, empty);
    await other.put(tenantId, [candidate('a', 1)]);
    await family.beginFilling(tenantId);
    await new Promise((resolve) => setTimeout(resolve, ALIASES_REMEMBERED_MS));
    await other.put(tenantId, [candidate('b', 1)]);
    expect((await versions('filling')).map(({ id }) => id)).toEqual(['b']);
  });

  it('remembers beside the index which stream it was compared under', async () => {
    await family.ensure(tenantId, empty);
    await family.writeStream(tenantId, 'then');
    expect((await family.readMeta()).get(tenantId)).toEqual({ projection: projectionOf('candidates'), stream: 'then' });
  });
});

describe('a query, in Elasticsearch', () => {
  async function find(typed: string, jobs: readonly string[] = []): Promise<string[]> {
    const query = parseQuery(typed);
    const context = { now: new Date(), jobIds: () => jobs };
    await client.indices.refresh({ index: family.liveAlias(tenantId) });
    const { hits } = await client.search({ index: family.liveAlias(tenantId), query: { bool: { filter: [compileQuery(query.tree, context), { term: { deleted: false } }], should: compileRanking(query.tree, context), minimum_should_match: 0 } }, sort: [{ id: 'asc' }], _source: false, docvalue_fields: ['id'] });
    return hits.hits.map(({ _id = '' }) => _id);
  }

  beforeEach(async () => {
    await family.ensure(tenantId, empty);
    await family.put(tenantId, [
      candidate('presales', 1, { positions: [{ title: 'Senior pre-sales manager', company: 'Banks' }] }),
      candidate('cpp', 1, { positions: [{ title: 'C++ developer' }, { title: 'Manager of Java', company: '王小明' }], applications: [{ jobId: 'job-1' }] }),
      candidate('deleted', 2, { deleted: true }),
    ]);
  });

  it.each([
    ['manager', ['cpp', 'presales']],
    ['managers', ['cpp', 'presales']],
    ['"managers"', []],
    ['presales', ['presales']],
    ['"senior presales manager"', ['presales']],
    ['pre-sales', ['presales']],
    ['banking', []],
    ['C', []],
    ['C++', ['cpp']],
    ['"developer manager"', []],
    ['小明', ['cpp']],
    ['manager -java', ['presales']],
    ['-java', ['presales']],
    ['', ['cpp', 'presales']],
  ])('%j finds %j', async (typed, ids) => {
    expect(await find(typed)).toEqual(ids);
  });

  it('finds whoever applied for a job of that name', async () => {
    expect(await find('nursing', ['job-1'])).toEqual(['cpp']);
  });

  it.each([
    ['"a cautious manager of large and small java projects in old banks"', ['long']],
    ['"manager of large and small java projects in old bank"', []],
    ['https://www.example.com/jobs/senior-java-developer', ['long']],
  ])('also finds long phrases and addresses: %j', async (typed, ids) => {
    const positions = [{ title: 'A cautious manager of large and small Java projects in old banks' }, { title: 'See https://www.example.com/jobs/senior-java-developer' }];
    await family.put(tenantId, [candidate('long', 1, { positions })]);
    expect(await find(typed)).toEqual(ids);
  });

  it('of a phrase as long as a query may be is answered in seconds', async () => {
    for (const unit of ['a ', 'a-b ', '王', 'a-']) {
      for (const times of [2, 8, 9, 100, 500]) {
        await expect(find(`"${unit.repeat(times)}"`)).resolves.toEqual([]);
        await expect(find(`x${unit.trim().repeat(times)}`)).resolves.toEqual([]);
      }
    }
    await expect(find('some AND words '.repeat(400))).resolves.toEqual([]);
  }, 60_000);
});
