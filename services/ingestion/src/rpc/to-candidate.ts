import { ConsentState, PartKind, type Candidate, type DocumentText, type Part } from '@secondlook/contracts';

import { factsToShow, isOutOfView, type CandidateDocument, type KeyedPart, type RecordPart } from '../domain/candidate-document';
import { type StoredCandidate } from '../domain/fold';

export interface Showing {
  readonly includeParts: boolean;
  readonly textOf: (candidateId: string, sha256: string) => DocumentText | undefined;
}

/** A kept candidate as others see it. Of a tombstone nothing but id, version, and whom it was merged into. */
export function toCandidate(document: StoredCandidate, { includeParts, textOf }: Showing): Candidate {
  if (document.deleted) {
    return { ...empty, candidateId: document._id, version: document.version, deleted: true, mergedIntoId: document.mergedInto ?? '' };
  }
  const { _id, version, connectionId, externalId, mirroredTime, assembled, decision } = document;
  const parts = includeParts ? toParts(document) : [];
  if (assembled === undefined) {
    return { ...empty, candidateId: _id, version, incomplete: true, connectionId, externalId, mirroredTime, parts };
  }
  const { applications, attachments, positions, education, links, tags, location, atsCreatedTime, atsUpdatedTime, ...rest } = assembled;
  return {
    ...empty,
    ...rest,
    candidateId: _id,
    version,
    connectionId,
    externalId,
    mirroredTime,
    location,
    atsCreatedTime,
    atsUpdatedTime,
    links: [...links],
    positions: [...positions],
    education: [...education],
    tags: [...tags],
    applications: [...applications],
    attachments: attachments.map((attachment) => ({ ...attachment, text: textOf(_id, attachment.sha256) })),
    decision,
    facts: factsToShow(document),
    outOfView: isOutOfView(document),
    parts,
  };
}

const empty: Candidate = {
  candidateId: '',
  version: 0,
  deleted: false,
  incomplete: false,
  connectionId: '',
  externalId: '',
  name: undefined,
  email: '',
  phone: '',
  location: undefined,
  links: [],
  positions: [],
  education: [],
  tags: [],
  internal: false,
  atsCreatedTime: undefined,
  atsUpdatedTime: undefined,
  mirroredTime: undefined,
  applications: [],
  attachments: [],
  decision: undefined,
  facts: undefined,
  parts: [],
  mergedIntoId: '',
  consentState: ConsentState.UNSPECIFIED,
  outOfView: false,
};

function toParts({ detail, applications, attachments, consentStatus, consentDecisions }: CandidateDocument): Part[] {
  const toPart = (kind: PartKind) => ({ id, read, json }: KeyedPart) => ({
    kind,
    externalId: id,
    read,
    removed: json === undefined,
    json: Buffer.from(json ?? ''),
  });
  const onlyPart = (kind: PartKind, part: RecordPart | undefined) => (part === undefined ? [] : [toPart(kind)({ id: '', ...part })]);
  return [
    ...onlyPart(PartKind.DETAIL, detail),
    ...applications.map(toPart(PartKind.APPLICATION)),
    ...attachments.map(toPart(PartKind.ATTACHMENT)),
    ...onlyPart(PartKind.CONSENT_STATUS, consentStatus),
    ...onlyPart(PartKind.CONSENT_DECISIONS, consentDecisions),
  ];
}
