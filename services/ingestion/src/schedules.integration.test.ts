import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Record as SourceRecord } from '@secondlook/contracts';
import { UnavailableError, type Doorbell } from '@secondlook/kit';
import { createFakeDatabase, type FakeDatabase } from '@secondlook/kit/testing';
import fc from 'fast-check';

import { type StoredCandidate } from './domain/fold';
import { openIngestion, TENANT } from './testing/open-ingestion';

/**
 * Ingestion's own code over a MongoDB in memory, under schedules drawn by fast-check: which command of which caller comes next, which
 * fails before it takes effect, and which after it did, as when a process dies or an answer is lost. Whoever called tries again,
 * as the connector does. A failing schedule is printed with the seed that replays it.
 */
const RUNS = 1_000;
const STARTED = Date.parse('2026-06-15T12:00:00Z');
const PEOPLE = ['c1', 'c2'] as const;

/** What somebody reads of a candidate at one moment. */
interface Reading {
  readonly person: (typeof PEOPLE)[number];
  readonly jobs: readonly string[];
  readonly files: readonly string[];
  readonly name: string;
}

interface Plan {
  /** In the order in which they were read; handed on in whatever order. */
  readonly readings: readonly Reading[];
  readonly deleted: readonly (typeof PEOPLE)[number][];
  /** Numbers of the commands that fail, before or after they took effect. */
  readonly failBefore: readonly number[];
  readonly failAfter: readonly number[];
  /** Numbers of the events that are lost, and of those that come twice. */
  readonly lost: readonly number[];
  readonly repeated: readonly number[];
}

const plans: fc.Arbitrary<Plan> = fc.record({
  readings: fc.array(
    fc.record({
      person: fc.constantFrom(...PEOPLE),
      jobs: fc.uniqueArray(fc.constantFrom('j1', 'j2')),
      files: fc.uniqueArray(fc.constantFrom('f1', 'f2')),
      name: fc.constantFrom('Ada', 'Bea', 'Cy'),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  deleted: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray([...PEOPLE]) }),
  failBefore: fc.uniqueArray(fc.nat(60), { maxLength: 4 }),
  failAfter: fc.uniqueArray(fc.nat(60), { maxLength: 4 }),
  lost: fc.uniqueArray(fc.nat(8), { maxLength: 2 }),
  repeated: fc.uniqueArray(fc.nat(8), { maxLength: 2 }),
});

function toRecords({ person, jobs, files, name }: Reading, index: number): SourceRecord[] {
  const json = (value: object) => Buffer.from(JSON.stringify(value));
  let readSeq = (index + 1) * 20;
  const read = { leaseEpoch: 1, readSeq };
  const record = (one: NonNullable<SourceRecord['record']>, at = read): SourceRecord => ({ connectionId: 'k1', source: 'smartrecruiters', read: at, record: one, unsendableReason: '' });
  const next = () => ({ leaseEpoch: 1, readSeq: (readSeq += 1) });
  return [
    record({ $case: 'candidateDetail', value: { candidateExternalId: person, json: json({ id: person, firstName: name, secondaryAssignments: jobs.map((id) => ({ job: { id } })) }) } }),
    record({ $case: 'applicationList', value: { candidateExternalId: person, jobExternalIds: [...jobs] } }),
    record({ $case: 'attachmentList', value: { candidateExternalId: person, attachmentExternalIds: [...files] } }),
    ...jobs.map((id) => record({ $case: 'application', value: { candidateExternalId: person, jobExternalId: id, json: json({ applicationId: `a-${id}`, status: name }) } }, next())),
    ...files.map((id) =>
      record({ $case: 'attachment', value: { candidateExternalId: person, attachmentExternalId: id, json: json({ id }), blobSha256: `sha-${id}`, blobSizeBytes: 3, unavailableReason: '' } }, next()),
    ),
  ];
}

const toDeletion = (person: string): SourceRecord[] => [
  { connectionId: 'k1', source: 'smartrecruiters', read: undefined, record: { $case: 'candidateDeletion', value: { candidateExternalId: person, proof: 'webhook', mergedIntoExternalId: '' } }, unsendableReason: '' },
];

type Ingestion = ReturnType<typeof openIngestion>;

/** What must not depend on the schedule: all but the counts of writes and which bytes were purged already. */
function meaningOf(stored: Iterable<StoredCandidate>): unknown[] {
  return [...stored]
    .sort((a, b) => (a._id < b._id ? -1 : 1))
    .map((candidate) => (candidate.deleted ? { _id: candidate._id, deleted: true } : { ...candidate, version: 0, revision: 0, lastWrite: '' }));
}

const storedIn = (fake: FakeDatabase): Promise<StoredCandidate[]> => fake.database.collection<StoredCandidate>('candidates').find({}).toArray();

/** The same findings, one after the other, undisturbed: the truth. */
async function inOrder({ readings, deleted }: Plan): Promise<unknown[]> {
  const fake = createFakeDatabase();
  const { ingest } = openIngestion(fake, () => Promise.resolve());
  for (const [index, reading] of readings.entries()) {
    await ingest(toRecords(reading, index));
  }
  for (const person of deleted) {
    await ingest(toDeletion(person));
  }
  return meaningOf(await storedIn(fake));
}

/** A projection that takes only what is newer, as search's index does. */
function createProjection({ candidates }: Ingestion) {
  const versions = new Map<string, number>();
  return {
    versions,
    async hear({ id }: Pick<Doorbell, 'id'>): Promise<void> {
      const version = (await candidates.find(TENANT, [id])).get(id)?.version ?? 0;
      versions.set(id, Math.max(version, versions.get(id) ?? 0));
    },
  };
}

describe('ingestion, under any schedule of commands and failures', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: STARTED, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'setInterval', 'setTimeout', 'clearTimeout', 'clearInterval', 'clearImmediate', 'hrtime', 'performance'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** `<command> before` and `<command> after`, of every failure there was. */
  const failures = new Set<string>();
  const commands = new Set<string>();

  async function runPlan(scheduler: fc.Scheduler, plan: Plan) {
    jest.setSystemTime(STARTED);
    const fake = createFakeDatabase();
    let [begun, ended, published] = [0, 0, 0];
    let pass = (step: string) => scheduler.schedule(Promise.resolve(), step);
    fake.beforeCommand = async (command) => {
      const number = begun++;
      await pass(command);
      if (!command.endsWith('.find')) {
        commands.add(command);
      }
      if (plan.failBefore.includes(number)) {
        failures.add(`${command} before`);
        throw new UnavailableError(`${command} failed before it took effect`);
      }
    };
    fake.afterWrite = (command) => {
      if (plan.failAfter.includes(ended++)) {
        failures.add(`${command} after`);
        throw new UnavailableError(`${command} took effect, but its answer was lost`);
      }
    };
    const hearing: Promise<void>[] = [];
    const ingestion = openIngestion(fake, async (doorbells) => {
      await pass('publish');
      for (const doorbell of doorbells) {
        const number = published++;
        const times = plan.lost.includes(number) ? 0 : plan.repeated.includes(number) ? 2 : 1;
        hearing.push(...Array.from({ length: times }, () => persist(() => projection.hear(doorbell))));
      }
    });
    const projection = createProjection(ingestion);
    const callers = [
      ...plan.readings.map((reading, index) => persist(() => ingestion.ingest(toRecords(reading, index)))),
      ...plan.deleted.map((person) => persist(() => ingestion.ingest(toDeletion(person)))),
    ];
    await scheduler.waitFor(allOf(callers, hearing));
    // From here on nothing is disturbed any more.
    fake.beforeCommand = () => undefined;
    fake.afterWrite = () => undefined;
    pass = () => Promise.resolve();
    return { fake, ingestion, projection, published: () => published, hearing };
  }

  /** As whoever calls ingestion does while it is away. */
  async function persist(work: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await work();
        return;
      } catch (error) {
        if (!(error instanceof UnavailableError)) {
          throw error;
        }
      }
    }
  }

  /** The hearers may grow while the callers are at work, not afterwards. */
  async function allOf(callers: readonly Promise<void>[], hearing: readonly Promise<void>[]): Promise<void> {
    await Promise.all(callers);
    await Promise.all(hearing);
  }

  it(`keeps what was read last, once, and tells of it: ${RUNS} schedules`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), plans, async (scheduler, plan) => {
        const { fake, ingestion, projection, hearing, published } = await runPlan(scheduler, plan);
        const stored = await storedIn(fake);
        expect(meaningOf(stored)).toEqual(await inOrder(plan));
        // Long afterwards the relay has published what a failure left; what the bus lost is the comparator's to find.
        jest.setSystemTime(STARTED + 3_600_000);
        await ingestion.announcer.relay(TENANT);
        await Promise.all(hearing);
        expect(fake.documents('announcements')).toEqual([]);
        if (!plan.lost.some((number) => number < published())) {
          expect(projection.versions).toEqual(new Map(stored.map(({ _id, version }) => [_id, version])));
        }
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  it('and each write failed both before and after it took effect', () => {
    const wanted = [...commands].flatMap((command) => [`${command} before`, `${command} after`]);
    expect(wanted.filter((failure) => !failures.has(failure))).toEqual([]);
    expect([...commands].sort()).toEqual(['acme.bulkWrite', 'announcements.bulkWrite', 'candidates.bulkWrite', 'candidates.updateOne', 'extractions.bulkWrite', 'extractions.deleteMany', 'quarantine.deleteMany']);
  });
});
