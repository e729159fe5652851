import { PartKind, type Candidate, type Job, type Part } from '@secondlook/contracts';
import { type StateLine } from '@secondlook/sandbox';

import { readCandidates, readJobs } from './read-mirror';
import { canonical, readState } from './sandbox-lines';
import { createTally, type Finding, type StackView, type Tally } from './view';

type LineOf<Kind extends StateLine['kind']> = Extract<StateLine, { kind: Kind }>;

/** I1: every part of every candidate and job is what the ATS would answer now. People the lists omit need not be there. */
export async function mirrorEqualsSource(view: StackView): Promise<Finding> {
  const tally = createTally('I1', 'mirror = source, part by part');
  for (const tenant of view.tenants) {
    const endpoint = view.sandbox[tenant];
    if (endpoint !== undefined) {
      const state = await readState(endpoint);
      compareCandidates(tenant, state, await readCandidates(view, tenant), tally);
      compareJobs(tenant, state, await readJobs(view, tenant), tally);
    }
  }
  return tally.finding();
}

function compareCandidates(tenant: string, state: readonly StateLine[], mirrored: readonly Candidate[], tally: Tally): void {
  const byExternalId = new Map(mirrored.filter(({ deleted }) => !deleted).map((candidate) => [candidate.externalId, candidate]));
  const inSource = state.filter((line): line is LineOf<'candidate'> => line.kind === 'candidate');
  const applications = Map.groupBy(state.filter((line): line is LineOf<'application'> => line.kind === 'application'), ({ candidateId }) => candidateId);
  const attachments = Map.groupBy(state.filter((line): line is LineOf<'attachment'> => line.kind === 'attachment'), ({ candidateId }) => candidateId);
  for (const { id, listed, body } of inSource) {
    const candidate = byExternalId.get(id);
    if (candidate === undefined) {
      tally.check(!listed, () => `${tenant}: candidate ${id} is not in the mirror`);
      continue;
    }
    const name = (part: string) => `${tenant}: candidate ${id}: ${part}`;
    tally.check(canonical(body) === canonicalPart(partsOf(candidate, PartKind.DETAIL).get('')), () => name('the details differ'));
    compareParts(name, 'application', new Map((applications.get(id) ?? []).map((line) => [line.jobId, line.body])), partsOf(candidate, PartKind.APPLICATION), tally);
    const files = attachments.get(id) ?? [];
    compareParts(name, 'attachment', new Map(files.map((line) => [line.id, line.body])), partsOf(candidate, PartKind.ATTACHMENT), tally);
    for (const file of files) {
      const held = candidate.attachments.find(({ externalId }) => externalId === file.id);
      tally.check(held?.sha256 === file.sha256 && held.sizeBytes === file.size, () => name(`the bytes of attachment ${file.id} differ`));
    }
    byExternalId.delete(id);
  }
  for (const id of byExternalId.keys()) {
    tally.check(false, () => `${tenant}: candidate ${id} is in the mirror only`);
  }
}

function compareParts(name: (part: string) => string, kind: string, source: ReadonlyMap<string, unknown>, mirror: ReadonlyMap<string, Part>, tally: Tally): void {
  for (const id of new Set([...source.keys(), ...mirror.keys()])) {
    const [there, here] = [source.get(id), mirror.get(id)];
    tally.check(there !== undefined && here !== undefined && canonical(there) === canonicalPart(here), () =>
      name(`${kind} ${id} ${there === undefined ? 'is in the mirror only' : here === undefined ? 'is not in the mirror' : 'differs'}`),
    );
  }
}

function partsOf({ parts }: Candidate, kind: PartKind): Map<string, Part> {
  return new Map(parts.filter((part) => part.kind === kind && !part.removed).map((part) => [part.externalId, part]));
}

function canonicalPart(part: Part | undefined): string {
  return part === undefined ? '' : canonicalJson(part.json);
}

function canonicalJson(json: Uint8Array): string {
  try {
    return canonical(JSON.parse(Buffer.from(json).toString('utf8')));
  } catch {
    return 'not JSON';
  }
}

function compareJobs(tenant: string, state: readonly StateLine[], mirrored: readonly Job[], tally: Tally): void {
  const byExternalId = new Map(mirrored.filter(({ deleted }) => !deleted).map((job) => [job.externalId, job]));
  for (const { id, body } of state.filter((line): line is LineOf<'job'> => line.kind === 'job')) {
    const job = byExternalId.get(id);
    tally.check(job !== undefined && canonicalJson(job.json) === canonical(body), () => `${tenant}: job ${id} ${job === undefined ? 'is not in the mirror' : 'differs'}`);
    byExternalId.delete(id);
  }
  for (const id of byExternalId.keys()) {
    tally.check(false, () => `${tenant}: job ${id} is in the mirror only`);
  }
}
