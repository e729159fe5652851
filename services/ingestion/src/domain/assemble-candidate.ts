import { TextState, type Application, type Attachment, type Position } from '@secondlook/contracts';

import { type AssembledCandidate, type AttachmentPart, type CandidateDocument } from './candidate-document';
import { parseJsonObject, type JsonObject } from './json';
import { type OpaqueIds } from './opaque-id';
import { compareReads } from './read-position';
import { readingOf, type SourceReading } from './sources';

/** What a source says of a candidate, before anything is looked up. */
export type PersonFields = Omit<AssembledCandidate, 'applications' | 'attachments'>;
/** What a source says of an application; ids are added here. */
export type ApplicationFields = Omit<Application, 'jobId' | 'jobExternalId' | 'primary' | 'externalId' | 'jobTitle'>;
export type AttachmentFields = Pick<Attachment, 'name' | 'type' | 'contentType'>;

/** Assembles what is shown and searched from the verbatim records. A candidate without details stays incomplete. */
export function assembleCandidate(document: CandidateDocument, idOf: OpaqueIds, now: Date): CandidateDocument {
  const { assembled: _assembled, nextChangeAt: _nextChangeAt, ...kept } = document;
  const detail = viewOf(document.detail?.json);
  const reading = readingOf(document.source);
  if (detail === undefined || reading === undefined) {
    return kept;
  }
  const fields = reading.toPerson(detail);
  const nextChangeAt = findNextChange(fields.positions, now);
  return {
    ...kept,
    ...(nextChangeAt === undefined ? {} : { nextChangeAt }),
    assembled: { ...fields, applications: assembleApplications(document, detail, reading, idOf), attachments: assembleAttachments(document, reading, idOf) },
  };
}

/** The JSON was an object when it was folded. */
function viewOf(json: string | undefined): JsonObject | undefined {
  const parsed = json === undefined ? undefined : parseJsonObject(Buffer.from(json));
  return typeof parsed === 'object' ? parsed : undefined;
}

/** An application is described by its own record and by the details: whichever was read later counts. */
function assembleApplications(document: CandidateDocument, detail: JsonObject, reading: SourceReading, idOf: OpaqueIds): Application[] {
  const inDetail = new Map(reading.toAssignments(detail).map((assignment) => [assignment.jobExternalId, assignment]));
  const own = new Map(document.applications.map((part) => [part.id, part]));
  return [...new Set([...inDetail.keys(), ...own.keys()])].sort().flatMap((jobExternalId) => {
    const assignment = inDetail.get(jobExternalId);
    const part = own.get(jobExternalId);
    const view = viewOf(part?.json);
    const partIsNewer = part !== undefined && (document.detail === undefined || compareReads(part.read, document.detail.read) > 0);
    if (part !== undefined && view === undefined && (partIsNewer || assignment === undefined)) {
      return [];
    }
    const fromPart = view === undefined ? undefined : reading.toApplication(view);
    const fields = partIsNewer ? { ...assignment?.fields, ...fromPart?.fields } : { ...fromPart?.fields, ...assignment?.fields };
    return [
      {
        ...emptyApplication,
        ...fields,
        externalId: fromPart?.externalId ?? '',
        jobTitle: assignment?.jobTitle ?? '',
        jobId: idOf('job', jobExternalId),
        jobExternalId,
        primary: assignment?.primary ?? false,
      },
    ];
  });
}

const emptyApplication: ApplicationFields = {
  status: '',
  subStatus: '',
  sourceLabel: '',
  rejectionReason: undefined,
  withdrawalReason: undefined,
  startsOn: '',
};

function assembleAttachments(document: CandidateDocument, reading: SourceReading, idOf: OpaqueIds): Attachment[] {
  return document.attachments.flatMap((part) => {
    const view = viewOf(part.json);
    if (view === undefined) {
      return [];
    }
    return [
      {
        attachmentId: idOf('attachment', part.id),
        externalId: part.id,
        ...reading.toAttachment(view),
        sha256: part.sha256 ?? '',
        sizeBytes: part.sizeBytes ?? 0,
        ...textStateOf(document, part),
        text: undefined,
      },
    ];
  });
}

function textStateOf(document: CandidateDocument, part: AttachmentPart): Pick<Attachment, 'textState' | 'textError'> {
  if (part.sha256 === undefined) {
    return part.unavailableReason === undefined
      ? { textState: TextState.PENDING, textError: '' }
      : { textState: TextState.UNREADABLE, textError: part.unavailableReason };
  }
  const text = document.texts.find(({ sha256 }) => sha256 === part.sha256);
  if (text === undefined) {
    return { textState: TextState.PENDING, textError: '' };
  }
  return text.error === undefined ? { textState: TextState.READ, textError: '' } : { textState: TextState.UNREADABLE, textError: text.error };
}

/** The first start or end of a position that lies ahead: on that day what is current changes by the clock alone. */
function findNextChange(positions: readonly Position[], now: Date): Date | undefined {
  const ahead = positions
    .flatMap(({ start, end }) => [start, end])
    .map((date) => new Date(date))
    .filter((date) => date.getTime() > now.getTime())
    .sort((a, b) => a.getTime() - b.getTime());
  return ahead[0];
}
