import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addApplication, createCandidate, patchCandidate, removeApplication } from './candidate-changes';
import { createCandidateIndex, type CandidateIndex } from './candidate-index';
import { textAt } from '../testing/sandbox-client';
import { createPopulation } from './population/population';

const population = createPopulation({ seed: 7, size: 30 });
const job = population.readJob(0);
const unfiltered = { jobIds: [], statuses: [] };
const source = { id: 's', label: 'JobLantern' };

const createIndex = (): CandidateIndex =>
  createCandidateIndex(
    population,
    Array.from({ length: population.size }, (_, candidate) => population.summarise(candidate)),
  );

type Disturbance = (index: CandidateIndex, ids: readonly string[], turn: number) => string;

const disturbances: Readonly<Record<string, Disturbance>> = {
  delete: (index, ids, turn) => {
    const id = ids[(turn * 13) % ids.length] ?? '';
    index.remove(id);
    return id;
  },
  change: (index, ids, turn) => {
    const record = index.find(ids[(turn * 7) % ids.length] ?? '');
    if (record !== undefined) index.put(patchCandidate(record, { firstName: `Changed ${turn}` }, 1e12 + turn));
    return record?.id ?? '';
  },
  create: (index, _ids, turn) => {
    const created = createCandidate(`new-${turn}`, {}, 1e12);
    index.put(addApplication(created, { id: `application-${turn}`, job: { id: job.id, title: '' }, fields: {}, source }, 1e12));
    return created.id;
  },
};

const kinds = fc.constantFrom(...Object.keys(disturbances));

describe('a search', () => {
  it('is prepared bit by bit, once', () => {
    const population = createPopulation({ seed: 2, size: 120 });
    const index = createCandidateIndex(population, Array.from({ length: 120 }, (_, candidate) => population.summarise(candidate)));
    for (const kind of ['contacts', 'texts'] as const) expect([[...index.prepare(kind)].length, [...index.prepare(kind)].length]).toEqual([2, 0]);
    const [first = ''] = index.all();
    const record = index.find(first);
    const [email, lastName] = [record?.fields['email'], record?.fields['lastName']].map((value) => (typeof value === 'string' ? value : ''));
    expect(index.findByContact((email ?? '').toUpperCase(), lastName ?? '')?.id).toBe(record?.id);
    expect(index.findByContact(email ?? '', 'Nobody')).toBeUndefined();
    expect(index.list({ jobIds: [], statuses: [], query: `"${email ?? ''}"` }, -1, 10).records.map(({ id }) => id)).toContain(record?.id);
  });
});

describe('the candidate list', () => {
  it('shows every unrelated candidate exactly once, whoever comes, changes or goes while it is read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.array(fc.array(kinds, { maxLength: 3 }), { maxLength: 50 }), (limit, schedule) => {
        const index = createIndex();
        const ids = [...index.all()];
        const touched = new Set<string>();
        const seen: string[] = [];
        let after: number | undefined = -1;
        let turn = 0;
        while (after !== undefined) {
          const page = index.list(unfiltered, after, limit);
          seen.push(...page.records.map(({ id }) => id));
          after = page.next;
          for (const kind of schedule[turn] ?? []) touched.add(disturbances[kind]?.(index, ids, turn) ?? '');
          turn += 1;
        }
        const untouched = ids.filter((id) => !touched.has(id));
        expect(seen.filter((id) => !touched.has(id))).toEqual(untouched);
        expect(new Set(seen).size).toBe(seen.length);
      }),
      { numRuns: 40 },
    );
  });

  it('leaves out people without applications and shows them again once they apply', () => {
    const index = createIndex();
    const [id = ''] = index.all();
    const record = index.find(id);
    if (record === undefined) throw new Error('The population is empty');
    const bare = record.applications.reduce((rest, application) => removeApplication(rest, application, 1e12), record);
    index.put(bare);
    expect(index.list(unfiltered, -1, 100).records.map((one) => one.id)).not.toContain(id);
    expect(index.find(id)).toBeDefined();
    index.put(addApplication(bare, { id: 'a', job: { id: job.id, title: '' }, fields: {}, source }, 1e12));
    expect(index.list(unfiltered, -1, 100).records.map((one) => one.id)).toContain(id);
  });

  it('is filtered by job and status of the same application', () => {
    const index = createIndex();
    const everyone = index.list(unfiltered, -1, 100).records;
    const several = everyone.find(({ applications }) => new Set(applications.map(({ fields }) => fields['status'])).size > 1);
    const [first, second] = several?.applications ?? [];
    if (several === undefined || first === undefined || second === undefined) throw new Error('The population has nobody with two statuses');
    const otherStatus = textAt(second.fields, 'status');
    const found = index.list({ jobIds: [first.jobId], statuses: [otherStatus] }, -1, 100).records;
    expect(found.every(({ applications }) => applications.some(({ jobId, fields }) => jobId === first.jobId && fields['status'] === otherStatus))).toBe(true);
    expect(found.map(({ id }) => id)).not.toContain(several.id);
  });

  it('takes updatedAfter to include its instant', () => {
    const index = createIndex();
    const latest = Math.max(...index.list(unfiltered, -1, 100).records.map(({ updatedAt }) => updatedAt));
    expect(index.list({ ...unfiltered, updatedAfter: latest }, -1, 100).totalFound).toBe(1);
    expect(index.list({ ...unfiltered, updatedAfter: latest + 1 }, -1, 100).totalFound).toBe(0);
  });

  it('finds an e-mail address in quotes and nothing else by it', () => {
    const index = createIndex();
    const [record] = index.list(unfiltered, 10, 1).records;
    const found = index.list({ ...unfiltered, query: `"${textAt(record?.fields, 'email')}"` }, -1, 100).records;
    expect(found.map(({ id }) => id)).toEqual([record?.id]);
  });
});
