import { setImmediate as nextTurn } from 'node:timers/promises';
import { type State } from '../state';
import { textOfDocument } from '../domain/document-text';
import { canonicalJson } from '../domain/json';
import { type AttachmentRecord, type CandidateRecord } from '../domain/records';
import { toApplicationDetails, toListedAttachment, toCandidateDetails, toConsentDecisions, toConsentStatus } from '../domain/served-candidate';
import { toJobDetails } from '../domain/served-job';
import { toReferenceBodies } from '../domain/served-reference';
import { digestOf, renderDocument, type Digest } from '../documents/render-document';
import { type StateLine } from './state-line';

/** Size and hash by attachment id: documents never change under one id, and rendering all of them takes a while. */
export type DigestCache = Map<string, Digest>;

const digest = async (attachment: AttachmentRecord, cache: DigestCache): Promise<Digest> => {
  const known = cache.get(attachment.id) ?? digestOf(await renderDocument(attachment.source));
  cache.set(attachment.id, known);
  return known;
};

const toLine = (line: StateLine): string => `${canonicalJson(line)}\n`;

const byId = (left: { readonly id: string }, right: { readonly id: string }): number => (left.id < right.id ? -1 : 1);

/** The credential that the mirror reads with. */
const READER = 'default';

async function* candidateLines(record: CandidateRecord, { account, credentials }: State, cache: DigestCache): AsyncGenerator<StateLine> {
  const { addresses } = account;
  yield {
    kind: 'candidate',
    id: record.id,
    listed: record.applications.length > 0,
    ...(credentials.get(READER)?.candidatesOutOfView?.includes(record.id) === true ? { outOfView: true } : {}),
    body: toCandidateDetails(record, addresses),
    ...(record.consent === undefined ? {} : { consent: { status: toConsentStatus(record), decisions: toConsentDecisions(record) } }),
  };
  for (const application of record.applications.toSorted(byId)) {
    yield { kind: 'application', candidateId: record.id, jobId: application.jobId, body: toApplicationDetails(record, application, addresses) };
  }
  for (const attachment of record.attachments.toSorted(byId)) {
    const { size, sha256 } = await digest(attachment, cache);
    yield {
      kind: 'attachment',
      id: attachment.id,
      candidateId: record.id,
      jobId: attachment.jobId,
      body: toListedAttachment(attachment, addresses),
      size,
      sha256,
      text: textOfDocument(attachment.source) ?? null,
    };
  }
}

/**
 * Everything the ATS holds, as canonical JSON Lines: keys sorted; candidates by id, each followed by its applications and
 * attachments; then jobs; then reference lists. What changes while it is read may be in it or not.
 */
export async function* readState(state: State, cache: DigestCache): AsyncGenerator<string> {
  const { account } = state;
  for (const id of [...account.candidates.all()].sort()) {
    const record = account.candidates.find(id);
    if (record === undefined) continue;
    for await (const line of candidateLines(record, state, cache)) yield toLine(line);
    // Other requests have their turn between two people.
    await nextTurn();
  }
  for (const job of account.jobs.list({ statuses: [] })) {
    yield toLine({ kind: 'job', id: job.id, body: toJobDetails(job, account.addresses.toUrl) });
  }
  const references = Object.entries(toReferenceBodies(account.population.lists, account.addresses.toUrl)).sort();
  for (const [name, body] of references) yield toLine({ kind: 'reference', name, body });
}
