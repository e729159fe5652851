import { type Client, type estypes } from '@elastic/elasticsearch';
import { type Log } from '@secondlook/kit';

import { toCandidateDocument } from '../../domain/candidate-document';
import { type EsQuery } from '../../domain/compile/es-query';
import { compileQuery, findJobLookups } from '../../domain/compile/query';
import { compileRanking } from '../../domain/compile/ranking';
import { toJobDocument } from '../../domain/job-document';
import { toProfileDocument } from '../../domain/profile-document';
import { parseQuery, type Query } from '../../domain/query/parse-query';
import { createIndexFamily } from '../../store/index-family';
import { type Ast } from './ast';
import { checkAnswer } from './check-answer';
import { isFound } from './evaluate';
import { generatePopulation, type Population } from './generate-people';
import { createQueryGenerator } from './generate-query';
import { createRandom } from './random';
import { shrink } from './shrink';
import { spellQuery } from './spell-query';
import { candidateSubject, profileSubject, type Subject } from './subject';

export interface DifferentialRun {
  readonly client: Client;
  readonly log: Log;
  /** Queries, over all populations. */
  readonly size: number;
  readonly seed: number;
  /** Stop after so many differences. */
  readonly most: number;
  readonly say: (line: string) => void;
}

const QUERIES_EACH = 500;
const BATCH = 50;
/** Of so many queries one is ranked too: that costs as much again. */
const RANKED = 10;
const PEOPLE = 45;

export interface Difference {
  readonly seed: number;
  readonly typed: string;
  /** Whom only one of the two finds, or what else is wrong. */
  readonly what: string;
}

export interface Found {
  readonly differences: readonly Difference[];
  /** How many people all queries found together. */
  readonly hits: number;
}

/** Random queries over random people: what the product finds in Elasticsearch is what the reference evaluator finds. */
export async function findDifferences(run: DifferentialRun): Promise<Found> {
  const differences: Difference[] = [];
  let hits = 0;
  for (let done = 0; done < run.size && differences.length < run.most; done += QUERIES_EACH) {
    const seed = run.seed + done;
    const found = await withPopulation(run, seed, (engine) => comparePopulation(engine, seed, Math.min(QUERIES_EACH, run.size - done), run));
    differences.push(...found.differences);
    hits += found.hits;
  }
  return { differences: differences.slice(0, run.most), hits };
}

/** A population in Elasticsearch. */
interface Engine {
  readonly population: Population;
  readonly subjects: readonly Subject[];
  /** Ids that each query finds, or why it does not run. */
  find(queries: readonly Query[]): Promise<(ReadonlySet<string> | Error)[]>;
}

async function withPopulation<T>({ client, log }: DifferentialRun, seed: number, work: (engine: Engine) => Promise<T>): Promise<T> {
  const population = generatePopulation(createRandom(seed), PEOPLE);
  const { now, candidates, profiles, jobs } = population;
  const tenantId = `reference-${seed}`;
  const families = { candidates: createIndexFamily(client, 'candidates', log), jobs: createIndexFamily(client, 'jobs', log), profiles: createIndexFamily(client, 'profiles', log) };
  try {
    const empty = () => Promise.resolve(true);
    await families.candidates.ensure(tenantId, empty);
    await families.jobs.ensure(tenantId, empty);
    await families.profiles.ensure(tenantId, empty);
    await families.candidates.put(tenantId, candidates.flatMap((candidate) => toCandidateDocument(candidate, now) ?? []));
    await families.jobs.put(tenantId, jobs.map(toJobDocument));
    await families.profiles.put(tenantId, profiles.map((profile) => toProfileDocument(profile, now)));
    const [people, jobsAlias] = [`${families.candidates.liveAlias(tenantId)},${families.profiles.liveAlias(tenantId)}`, families.jobs.liveAlias(tenantId)];
    await client.indices.refresh({ index: `${people},${jobsAlias}` });
    return await work({
      population,
      subjects: [...candidates.map((candidate) => candidateSubject(candidate, jobs, now)), ...profiles.map((profile) => profileSubject(profile, now))],
      find: async (queries) => {
        const lookups = queries.map(({ tree }) => [...findJobLookups(tree)]);
        const jobIds = new Map<object, readonly string[]>();
        const answers = await search(client, jobsAlias, lookups.flat().map(({ query }) => query));
        const broken = new Map<object, Error>();
        lookups.flat().forEach(({ part }, index) => {
          const answer = answers[index] ?? new Set<string>();
          if (answer instanceof Error) {
            broken.set(part, answer);
          } else {
            jobIds.set(part, [...answer]);
          }
        });
        const context = { now, jobIds: (part: object) => jobIds.get(part) ?? [] };
        const found = await search(client, people, queries.map(({ tree }, index) => ({ bool: { filter: [compileQuery(tree, context), { term: { deleted: false } }], should: index % RANKED === 0 ? compileRanking(tree, context) : [], minimum_should_match: 0 } })));
        return found.map((ids, index) => lookups[index]?.flatMap(({ part }) => broken.get(part) ?? [])[0] ?? ids);
      },
    });
  } finally {
    await families.candidates.drop(tenantId);
    await families.jobs.drop(tenantId);
    await families.profiles.drop(tenantId);
  }
}

async function search(client: Client, index: string, queries: readonly EsQuery[]): Promise<(ReadonlySet<string> | Error)[]> {
  if (queries.length === 0) {
    return [];
  }
  const { responses } = await client.msearch({ searches: queries.flatMap((query) => [{ index: index.split(',') }, { query, size: 1_000, _source: false }]) });
  return responses.map(idsIn);
}

function idsIn(response: estypes.MsearchResponseItem): ReadonlySet<string> | Error {
  return 'hits' in response ? new Set(response.hits.hits.map(({ _id = '' }) => _id)) : new Error(JSON.stringify(response.error));
}

interface Asked {
  readonly ast: Ast;
  readonly typed: string;
}

async function comparePopulation(engine: Engine, seed: number, size: number, { most, say }: DifferentialRun): Promise<Found> {
  const random = createRandom(seed ^ 0x5eed);
  const generate = createQueryGenerator(random, engine.population);
  const differences: Difference[] = [];
  let hits = 0;
  for (let done = 0; done < size && differences.length < most; done += BATCH) {
    const asked = Array.from({ length: Math.min(BATCH, size - done) }, (): Asked => {
      const ast = generate();
      return { ast, typed: spellQuery(ast, random) };
    });
    const wrong = await compare(engine, asked, (count) => (hits += count));
    for (const one of wrong.slice(0, most - differences.length)) {
      const spelled = (asts: readonly Ast[]) => asts.flatMap((ast) => [spellQuery(ast), spellQuery(ast, createRandom(done))].map((typed) => ({ ast, typed })));
      const smallest = await shrink({ ...one.asked, what: one.what }, async (asts) => (await compare(engine, spelled(asts))).map(({ asked: { ast, typed }, what }) => ({ ast, typed, what })));
      const difference = { seed, typed: one.asked.typed, what: `smallest ${JSON.stringify(smallest.typed)}: ${smallest.what}` };
      differences.push(difference);
      say(`seed ${seed}, ${JSON.stringify(one.asked.typed)}\n  ${difference.what}\n  ${JSON.stringify(smallest.ast)}`);
    }
  }
  return { differences, hits };
}

/** The queries whose answers are not what they should be, and why. */
async function compare({ population: { now, candidates, profiles }, subjects, find }: Engine, asked: readonly Asked[], onHits: (count: number) => void = () => undefined): Promise<{ asked: Asked; what: string }[]> {
  const parsed = asked.map(({ typed }) => {
    try {
      return parseQuery(typed);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  });
  const runnable = parsed.filter((query): query is Query => !(query instanceof Error));
  const answers = new Map((await find(runnable)).map((answer, index) => [runnable[index], answer]));
  return asked.flatMap((one, index) => {
    const query = parsed[index];
    if (query === undefined || query instanceof Error) {
      return [{ asked: one, what: `refused: ${query?.message ?? ''}` }];
    }
    const answer = answers.get(query);
    if (answer === undefined || answer instanceof Error) {
      return [{ asked: one, what: `Elasticsearch: ${answer?.message.slice(0, 500) ?? 'no answer'}` }];
    }
    onHits(answer.size);
    const expected = new Set(subjects.filter((subject) => isFound(one.ast, subject, now)).map(({ id }) => id));
    const [missing, extra] = [[...expected].filter((id) => !answer.has(id)), [...answer].filter((id) => !expected.has(id))];
    const different = missing[0] ?? extra[0];
    const told = candidates.find(({ candidateId }) => candidateId === different) ?? profiles.find(({ profileId }) => profileId === different);
    if (told !== undefined) {
      return [{ asked: one, what: `${missing.length} missing, ${extra.length} too many; canonical ${JSON.stringify(query.canonical)}; ${missing.length > 0 ? 'misses' : 'should not find'} ${tell(told)}` }];
    }
    return checkAnswer(one.typed, query, subjects.filter(({ id }) => answer.has(id)), now).map((what) => ({ asked: one, what }));
  });
}

/** Somebody without what is not there. */
function tell(told: object): string {
  return JSON.stringify(told, (_key, value: unknown) => (value === '' || value === false || value === null || (Array.isArray(value) && value.length === 0) ? undefined : value)).slice(0, 3_000);
}
