import { ConsentState, PartKind, type Candidate, type Job, type Part } from '@secondlook/contracts';
import { type CallLine, type EventLine, type StateLine } from '@secondlook/sandbox';

import { readCandidates, readJobs } from './read-mirror';
import { canonical, readCalls, readEvents, readState } from './sandbox-lines';
import { createTally, type Finding, type StackView, type Tally } from './view';

type LineOf<Kind extends StateLine['kind']> = Extract<StateLine, { kind: Kind }>;

/**
 * I1: every part of every candidate and job is what the ATS would answer now; whose consent ended is said of them and of nobody else. People
 * the lists omit need not be there, nor who is outside the import scope: they must not, unless they were there before it was chosen. Whoever is
 * out of the credential's view is kept as last seen.
 */
export async function mirrorEqualsSource(view: StackView): Promise<Finding> {
  const tally = createTally('I1', 'mirror = source, part by part');
  for (const tenant of view.tenants) {
    const endpoint = view.sandbox[tenant];
    if (endpoint !== undefined) {
      const state = await readState(endpoint);
      const mirrored = await readCandidates(view, tenant);
      const events = await readEvents(endpoint);
      const scope = await readScope(view, tenant);
      compareCandidates(tenant, state, mirrored, { ...scope, cameIn: findCameIn(scope, await readCalls(endpoint), events) }, tally);
      const onceGiven = events.flatMap((line) => (line.kind === 'change' && line.entity === 'consent' && line.status === 'ACQUIRED' ? [line.id] : []));
      compareConsents(tenant, state.filter((line) => line.kind !== 'candidate' || isInScope(line, scope)), new Set(onceGiven), mirrored, tally);
      compareJobs(tenant, state, await readJobs(view, tenant), tally);
    }
  }
  return tally.finding();
}

interface Scope {
  /** Absent: whenever they changed. */
  readonly since: Date | undefined;
  /** Empty: whatever they applied for. */
  readonly jobIds: readonly string[];
  /** When it was chosen; absent: with the connection. */
  readonly chosen: Date | undefined;
}

async function readScope({ clients, as }: StackView, tenant: string): Promise<Scope> {
  const [connection] = (await clients.connector.listConnections({}, as(tenant))).connections;
  const { updatedSinceYear, jobExternalIds = [] } = connection?.importScope ?? {};
  return { since: updatedSinceYear === undefined ? undefined : new Date(`${updatedSinceYear}-01-01T00:00:00Z`), jobIds: jobExternalIds, chosen: connection?.importScopeTime };
}

/** Written from the proto: changed since, and applied for one of the jobs. */
function isInScope({ body }: Pick<LineOf<'candidate'>, 'body'>, { since, jobIds }: Scope): boolean {
  const assignments = [body['primaryAssignment'], ...listOf(body['secondaryAssignments'])];
  const jobs = assignments.flatMap((assignment) => listOf([assignment])).flatMap(({ job }) => listOf([job])).map(({ id }) => id);
  return (since === undefined || timeOf(body['updatedOn']) >= since.getTime()) && (jobIds.length === 0 || jobs.some((id) => jobIds.includes(String(id))));
}

function timeOf(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}

/** By then whoever reads a connection knows of the choice. */
const NOTICED_MS = 1_500;

/** Who may be there from outside: who was read before the scope was chosen, or applied for one of its jobs at some time. */
function findCameIn({ jobIds, chosen }: Scope, calls: readonly CallLine[], events: readonly EventLine[]): ReadonlySet<string> {
  const read = calls.flatMap(({ endpoint, status, path, at }) => (endpoint === 'GET /candidates/{id}' && status === 200 && chosen !== undefined && Date.parse(at) < chosen.getTime() + NOTICED_MS ? [path.split('/')[2] ?? ''] : []));
  const applied = events.flatMap((line) => (line.kind === 'change' && line.candidateId !== undefined && line.jobId !== undefined && jobIds.includes(line.jobId) ? [line.candidateId] : []));
  return new Set([...read, ...applied]);
}

function compareCandidates(tenant: string, state: readonly StateLine[], mirrored: readonly Candidate[], scope: Scope & { readonly cameIn: ReadonlySet<string> }, tally: Tally): void {
  const byExternalId = new Map(mirrored.filter(({ deleted }) => !deleted).map((candidate) => [candidate.externalId, candidate]));
  const inSource = state.filter((line): line is LineOf<'candidate'> => line.kind === 'candidate');
  const applications = Map.groupBy(state.filter((line): line is LineOf<'application'> => line.kind === 'application'), ({ candidateId }) => candidateId);
  const attachments = Map.groupBy(state.filter((line): line is LineOf<'attachment'> => line.kind === 'attachment'), ({ candidateId }) => candidateId);
  for (const line of inSource) {
    const { id, listed, outOfView = false, body } = line;
    const [candidate, inScope] = [byExternalId.get(id), isInScope(line, scope)];
    if (candidate === undefined) {
      tally.check(!listed || !inScope, () => `${tenant}: candidate ${id} is not in the mirror`);
      continue;
    }
    tally.check(inScope || scope.cameIn.has(id), () => `${tenant}: candidate ${id} is in the mirror, outside the import scope`);
    const name = (part: string) => `${tenant}: candidate ${id}: ${part}`;
    tally.check(candidate.outOfView === outOfView || (outOfView && !listed), () => name(`is ${outOfView ? 'not ' : ''}hidden`));
    byExternalId.delete(id);
    if (candidate.outOfView) {
      continue;
    }
    tally.check(canonical(body) === canonicalPart(partsOf(candidate, PartKind.DETAIL).get('')), () => name('the details differ'));
    compareParts(name, 'application', new Map((applications.get(id) ?? []).map((line) => [line.jobId, line.body])), partsOf(candidate, PartKind.APPLICATION), tally);
    const files = attachments.get(id) ?? [];
    compareParts(name, 'attachment', new Map(files.map((line) => [line.id, line.body])), partsOf(candidate, PartKind.ATTACHMENT), tally);
    for (const file of files) {
      const held = candidate.attachments.find(({ externalId }) => externalId === file.id);
      tally.check(held?.sha256 === file.sha256 && held.sizeBytes === file.size, () => name(`the bytes of attachment ${file.id} differ`));
    }
  }
  for (const id of byExternalId.keys()) {
    tally.check(false, () => `${tenant}: candidate ${id} is in the mirror only`);
  }
}

/** Of these statuses no application goes on. */
const OVER: readonly unknown[] = ['LEAD', 'REJECTED', 'WITHDRAWN', 'TRANSFERRED'];

/**
 * Written from decision record 0020: a refusal of anything but messages ends it, of other jobs only once no application goes on; and so does
 * the loss of what was given.
 */
function compareConsents(tenant: string, state: readonly StateLine[], onceGiven: ReadonlySet<string>, mirrored: readonly Candidate[], tally: Tally): void {
  const byExternalId = new Map(mirrored.filter(({ deleted, incomplete, outOfView }) => !deleted && !incomplete && !outOfView).map((candidate) => [candidate.externalId, candidate]));
  const applying = new Set(state.flatMap((line) => (line.kind === 'application' && !OVER.includes(line.body['status']) ? [line.candidateId] : [])));
  for (const line of state) {
    const candidate = line.kind === 'candidate' && line.listed ? byExternalId.get(line.id) : undefined;
    if (line.kind !== 'candidate' || candidate === undefined) {
      continue;
    }
    const { id, consent } = line;
    const [status, decisions] = [consent?.status['status'], consent?.decisions];
    const declined = listOf(decisions?.['decisions']).filter((decision) => decision['status'] === 'declined').map((decision) => String(decision['scope']));
    const refused = declined.some((scope) => !scope.startsWith('SmartMessage') && !(scope === 'SmartCRM' && applying.has(id)));
    const ended = refused || (onceGiven.has(id) && status !== 'ACQUIRED');
    const name = (part: string) => `${tenant}: candidate ${id}: ${part}`;
    tally.check((candidate.consentState === ConsentState.ENDED) === ended, () => name(`the consent ${ended ? 'ended' : 'did not end'}`));
    const [heldStatus, heldDecisions] = [partsOf(candidate, PartKind.CONSENT_STATUS).get(''), partsOf(candidate, PartKind.CONSENT_DECISIONS).get('')];
    tally.check(status === undefined || canonicalPart(heldStatus) === canonical({ status }), () => name('the status of the consent differs'));
    tally.check(heldDecisions === undefined ? !refused : canonicalPart(heldDecisions) === canonical(decisions), () => name('the decisions on the consent differ'));
  }
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.filter((item) => typeof item === 'object' && item !== null).map((item) => ({ ...item }));
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
