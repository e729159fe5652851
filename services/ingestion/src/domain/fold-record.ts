import { type CandidateAttachment, type ReadPosition, type Record as SourceRecord } from '@secondlook/contracts';

import { isOutOfView, type AttachmentPart, type CandidateDocument, type KeyedPart, type PartList } from './candidate-document';
import { scopesGivenIn } from './consent';
import { type FoldOutcome } from './fold';
import { hashJson, parseJsonObject } from './json';
import { compareReads } from './read-position';
import { readingOf } from './sources';

/** The records that are parts of a candidate. */
export type CandidateRecord = Extract<
  NonNullable<SourceRecord['record']>,
  { $case: 'candidateDetail' | 'application' | 'applicationList' | 'attachment' | 'attachmentList' | 'consentStatus' | 'consentDecisions' | 'candidateRefusal' }
>;

export interface FoldedRecord {
  readonly document: CandidateDocument;
  readonly outcome: FoldOutcome;
}

/**
 * Folds one record, part by part: a lower read position is dropped, an equal hash raises only the position, anything else replaces
 * the part. Lists remove what they do not name, unless it was read later. So any order of records gives the same candidate.
 */
export function foldRecord(document: CandidateDocument, record: CandidateRecord, read: ReadPosition): FoldedRecord {
  const folded = foldPartOf(document, record, read);
  // Equal details that were read after a refusal show the candidate again: others see that.
  return folded.outcome === 'seen' && isOutOfView(folded.document) !== isOutOfView(document) ? { ...folded, outcome: 'kept' } : folded;
}

function foldPartOf(document: CandidateDocument, record: CandidateRecord, read: ReadPosition): FoldedRecord {
  switch (record.$case) {
    case 'candidateDetail':
      return foldDetail(document, record.value.json, read);
    case 'application': {
      const { jobExternalId: id, json } = record.value;
      return foldVerbatim(document, json, (verbatim) =>
        intoField(document, 'applications', foldPart(document.applications, { id, read, ...verbatim }, document.applicationList)),
      );
    }
    case 'attachment':
      return foldAttachment(document, record.value, read);
    case 'applicationList': {
      const list = { read, ids: record.value.jobExternalIds };
      const folded = foldList(document.applications, list, document.applicationList);
      return intoField(document, 'applications', folded, { applicationList: list });
    }
    case 'attachmentList': {
      const list = { read, ids: record.value.attachmentExternalIds };
      const folded = foldList(document.attachments, list, document.attachmentList);
      return intoField(document, 'attachments', folded, { attachmentList: list });
    }
    case 'consentStatus':
    case 'consentDecisions':
      return foldConsent(document, record.$case, record.value.json, read);
    case 'candidateRefusal': {
      const order = document.refusal === undefined ? 1 : compareReads(read, document.refusal.read);
      return order > 0 ? { document: { ...document, refusal: { read } }, outcome: 'seen' } : { document, outcome: order === 0 ? 'unchanged' : 'superseded' };
    }
  }
}

function foldDetail(document: CandidateDocument, bytes: Uint8Array, read: ReadPosition): FoldedRecord {
  return foldVerbatim(document, bytes, (verbatim, id) => {
    if (typeof id === 'string' && id !== document.externalId) {
      return { document, outcome: { quarantined: 'the details name another id' } };
    }
    const outcome = decideReplacement(document.detail, { read, hash: verbatim.hash });
    return { document: isTaken(outcome) ? { ...document, detail: { read, ...verbatim } } : document, outcome };
  });
}

/** An old record changes no part, but may tell what was given once: so any order gives the same. */
function foldConsent(document: CandidateDocument, field: 'consentStatus' | 'consentDecisions', bytes: Uint8Array, read: ReadPosition): FoldedRecord {
  return foldVerbatim(document, bytes, ({ json, hash }) => {
    const replacement = decideReplacement(document[field], { read, hash });
    const before = document.consentGiven ?? [];
    const consentGiven = [...new Set([...before, ...scopesGivenIn(json, readingOf(document.source))])].sort();
    const isNews = consentGiven.length > before.length;
    const part = isTaken(replacement) ? { [field]: { read, json, hash } } : {};
    return { document: { ...document, ...part, ...(isNews ? { consentGiven } : {}) }, outcome: isNews ? 'kept' : replacement };
  });
}

function foldAttachment(document: CandidateDocument, attachment: CandidateAttachment, read: ReadPosition): FoldedRecord {
  const { attachmentExternalId: id, blobSha256, blobSizeBytes, unavailableReason } = attachment;
  const held = document.attachments.find((part) => part.id === id);
  return foldVerbatim(document, attachment.json, ({ json, hash }) => {
    const content = contentOf(blobSha256, blobSizeBytes, unavailableReason, held);
    const part: AttachmentPart = { id, read, json, hash: hashJson([hash, content]), ...content };
    return intoField(document, 'attachments', foldPart(document.attachments, part, document.attachmentList));
  });
}

function contentOf(sha256: string, sizeBytes: number, unavailableReason: string, held: AttachmentPart | undefined) {
  if (sha256 !== '') {
    return { sha256, sizeBytes };
  }
  if (unavailableReason !== '') {
    return { unavailableReason };
  }
  return held?.sha256 === undefined ? {} : { sha256: held.sha256, sizeBytes: held.sizeBytes ?? 0 };
}

interface Verbatim {
  readonly json: string;
  readonly hash: string;
}

function foldVerbatim(document: CandidateDocument, bytes: Uint8Array, fold: (verbatim: Verbatim, id: unknown) => FoldedRecord): FoldedRecord {
  const parsed = parseJsonObject(bytes);
  if (typeof parsed === 'string') {
    return { document, outcome: { quarantined: parsed } };
  }
  return fold({ json: Buffer.from(bytes).toString('utf8'), hash: hashJson(parsed) }, parsed['id']);
}

type Replacement = 'kept' | 'seen' | 'unchanged' | 'superseded';

function isTaken(outcome: Replacement): boolean {
  return outcome === 'kept' || outcome === 'seen';
}

function decideReplacement(held: Pick<KeyedPart, 'read' | 'hash'> | undefined, found: Pick<KeyedPart, 'read' | 'hash'>): Replacement {
  if (held === undefined) {
    return 'kept';
  }
  const order = compareReads(found.read, held.read);
  if (order <= 0) {
    return order === 0 ? 'unchanged' : 'superseded';
  }
  return held.hash === found.hash ? 'seen' : 'kept';
}

interface FoldedParts<Part> {
  readonly parts: readonly Part[];
  readonly outcome: Replacement;
}

function foldPart(parts: readonly KeyedPart[], part: KeyedPart, list: PartList | undefined): FoldedParts<KeyedPart> {
  if (list !== undefined && compareReads(list.read, part.read) > 0 && !list.ids.includes(part.id)) {
    // The tombstone stands also when the list came before what it removed.
    return isHeld(parts, part.id) ? { parts, outcome: 'superseded' } : { parts: inOrder([...parts, tombstoneOf(part.id, list)]), outcome: 'seen' };
  }
  const outcome = decideReplacement(parts.find(({ id }) => id === part.id), part);
  if (!isTaken(outcome)) {
    return { parts, outcome };
  }
  const others = parts.filter(({ id }) => id !== part.id);
  return { parts: inOrder([...others, part]), outcome };
}

function isHeld(parts: readonly KeyedPart[], id: string): boolean {
  return parts.some((part) => part.id === id);
}

function inOrder<Part extends KeyedPart>(parts: readonly Part[]): Part[] {
  return [...parts].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function tombstoneOf(id: string, { read }: PartList): KeyedPart {
  return { id, read };
}

/** Parts read before the list and not on it become tombstones with the list's position; older tombstones rise to it. */
function foldList(parts: readonly KeyedPart[], list: PartList, held: PartList | undefined): FoldedParts<KeyedPart> {
  if (held !== undefined && compareReads(list.read, held.read) <= 0) {
    return { parts, outcome: compareReads(list.read, held.read) === 0 ? 'unchanged' : 'superseded' };
  }
  const isGone = (part: KeyedPart) => !list.ids.includes(part.id) && compareReads(list.read, part.read) > 0;
  return {
    parts: parts.map((part) => (isGone(part) ? tombstoneOf(part.id, list) : part)),
    outcome: namesTheSame(list, held) && !parts.some((part) => part.json !== undefined && isGone(part)) ? 'seen' : 'kept',
  };
}

function namesTheSame(list: PartList, held: PartList | undefined): boolean {
  return held !== undefined && list.ids.every((id) => held.ids.includes(id)) && held.ids.every((id) => list.ids.includes(id));
}

function intoField(
  document: CandidateDocument,
  field: 'applications' | 'attachments',
  { parts, outcome }: FoldedParts<KeyedPart>,
  list: Pick<CandidateDocument, 'applicationList' | 'attachmentList'> = {},
): FoldedRecord {
  return { document: isTaken(outcome) ? { ...document, [field]: parts, ...list } : document, outcome };
}
