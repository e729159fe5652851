import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { COMPARISONS } from '../domain/model/comparisons';
import { type Matching } from '../domain/model/match-people';
import { MODEL_VERSION, RELATIONS, THRESHOLDS } from '../domain/model/model';
import { type ReadPeople } from './read-people';

/** Less likely pairs are not worth a line. */
const LEAST_PROBABILITY = 0.01;

export interface Run {
  readonly out: string;
  readonly writeCompared: boolean;
  readonly badValues: ReadPeople['badValues'];
  readonly seconds: () => number;
}

/** Replaces what an earlier run left, also what this one has not. */
export async function writeResults(matching: Matching, { out, writeCompared, badValues, seconds }: Run): Promise<void> {
  await mkdir(out, { recursive: true });
  await writeLines(join(out, 'pairs.csv'), pairLines(matching));
  await (matching.groupOf === undefined ? rm(join(out, 'clusters.csv'), { force: true }) : writeLines(join(out, 'clusters.csv'), clusterLines(matching, matching.groupOf)));
  await (writeCompared ? writeLines(join(out, 'compared.csv'), comparedLines(matching)) : rm(join(out, 'compared.csv'), { force: true }));
  const { people, pairs, model } = matching;
  const report = {
    records: people.ids.length,
    comparedPairs: pairs.lefts.length,
    seconds: seconds(),
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    ruleVersion: MODEL_VERSION,
    parameters: {
      prior: model.prior,
      thresholds: THRESHOLDS,
      termFrequencies: true,
      comparisons: COMPARISONS.map(({ name, levels, impliedBy }, at) => ({
        name,
        levels: levels.map((level, index) => ({ level, m: model.m[at]?.[index], u: model.u[at]?.[index] })),
        impliedBy: impliedBy.map((column, index) => ({ column, u: model.implied[at]?.[index] })),
      })),
      relations: RELATIONS.map(({ name, shares }, at) => ({ name, shares, share: model.relations[at] })),
    },
    badValues,
  };
  await writeFile(join(out, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
}

function* pairLines({ people: { ids }, pairs: { lefts, rights }, probabilities, decisions }: Matching): Generator<string> {
  yield 'left_id,right_id,probability,decision\n';
  for (let i = 0; i < lefts.length; i += 1) {
    const probability = probabilities[i] ?? 0;
    if (probability >= LEAST_PROBABILITY) {
      yield `${toCell(ids[lefts[i] ?? 0] ?? '')},${toCell(ids[rights[i] ?? 0] ?? '')},${probability.toFixed(6)},${decisions[i] ?? 'none'}\n`;
    }
  }
}

function* clusterLines({ people: { ids } }: Matching, groupOf: Uint32Array): Generator<string> {
  yield 'id,cluster_id\n';
  for (let record = 0; record < ids.length; record += 1) {
    yield `${toCell(ids[record] ?? '')},${toCell(ids[groupOf[record] ?? 0] ?? '')}\n`;
  }
}

function* comparedLines({ people: { ids }, pairs: { lefts, rights } }: Matching): Generator<string> {
  yield 'left_id,right_id\n';
  for (let i = 0; i < lefts.length; i += 1) {
    yield `${toCell(ids[lefts[i] ?? 0] ?? '')},${toCell(ids[rights[i] ?? 0] ?? '')}\n`;
  }
}

function toCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const LINES_AT_ONCE = 10_000;

async function writeLines(file: string, lines: Iterable<string>): Promise<void> {
  function* chunks(): Generator<string> {
    let chunk: string[] = [];
    for (const line of lines) {
      chunk.push(line);
      if (chunk.length === LINES_AT_ONCE) {
        yield chunk.join('');
        chunk = [];
      }
    }
    yield chunk.join('');
  }
  await pipeline(Readable.from(chunks()), createWriteStream(file));
}
