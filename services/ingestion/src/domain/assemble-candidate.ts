import { ConsentState, TextState, type Application, type Attachment, type FactSet, type Position, type ReadPosition } from '@secondlook/contracts';

import { factsToShow, isOutOfView, type AssembledCandidate, type AttachmentPart, type CandidateDocument, type PartList, type RecordPart } from './candidate-document';
import { stateOfConsent } from './consent';
import { viewOf, type JsonObject } from './json';
import { type OpaqueIds } from './opaque-id';
import { compareReads } from './read-position';
import { readingOf, type SourceReading } from './sources';

/** What a source says of a candidate, before anything is looked up. */
export type PersonFields = Omit<AssembledCandidate, 'applications' | 'attachments' | 'consentState'>;
/** What a source says of an application; ids are added here. */
export type ApplicationFields = Omit<Application, 'jobId' | 'jobExternalId' | 'primary' | 'externalId' | 'jobTitle'>;
export type AttachmentFields = Pick<Attachment, 'name' | 'type' | 'contentType'>;

/** Assembles what is shown and searched from the verbatim records. A candidate without details stays incomplete. */
export function assembleCandidate(document: CandidateDocument, idOf: OpaqueIds, now: Date): CandidateDocument {
  const { assembled: _assembled, nextChangeAt: _nextChangeAt, hidden: _hidden, ...kept } = document;
  const detail = viewOf(document.detail?.json);
  const reading = readingOf(document.source);
  if (document.detail === undefined || detail === undefined || reading === undefined) {
    return kept;
  }
  const fields = reading.toPerson(detail);
  const nextChangeAt = findNextChange([...fields.positions, ...positionsIn(factsToShow(document))], now);
  const applications = assembleApplications(document, document.detail, detail, reading, idOf);
  const consentState = stateOfConsent(document, applications, reading);
  const hidden = isOutOfView(document) ? 'out_of_view' : consentState === ConsentState.ENDED ? 'consent_ended' : undefined;
  return {
    ...kept,
    ...(nextChangeAt === undefined ? {} : { nextChangeAt }),
    ...(hidden === undefined ? {} : { hidden }),
    assembled: { ...fields, consentState, applications, attachments: assembleAttachments(document, reading, idOf) },
  };
}

function positionsIn(facts: FactSet | undefined): Position[] {
  return (facts?.facts ?? []).flatMap(({ value }) => (value?.$case === 'position' ? [value.value] : []));
}

/**
 * An application is described by its own record and by the details: whichever was read later counts. One that a list no longer
 * names is gone from the details of that read too: the ATS denied it a moment after it sent them.
 */
function assembleApplications(document: CandidateDocument, detail: RecordPart, view: JsonObject, reading: SourceReading, idOf: OpaqueIds): Application[] {
  const inDetail = new Map(reading.toAssignments(view).map((assignment) => [assignment.jobExternalId, assignment]));
  const own = new Map(document.applications.map((part) => [part.id, part]));
  return [...new Set([...inDetail.keys(), ...own.keys()])].sort().flatMap((jobExternalId) => {
    const part = own.get(jobExternalId);
    const assignment = isGoneSince(detail.read, jobExternalId, document.applicationList) ? undefined : inDetail.get(jobExternalId);
    const partView = viewOf(part?.json);
    if (partView === undefined && assignment === undefined) {
      return [];
    }
    const fromPart = partView === undefined ? undefined : reading.toApplication(partView);
    const partIsNewer = part !== undefined && compareReads(part.read, detail.read) > 0;
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

function isGoneSince(read: ReadPosition, id: string, list: PartList | undefined): boolean {
  return list !== undefined && !list.ids.includes(id) && compareReads(list.read, read) >= 0;
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

/**
 * The first moment ahead at which what is current changes by the clock alone: a position begins with the first day of its start and
 * is over after the last day of its end. Partial dates are periods.
 */
function findNextChange(positions: readonly Position[], now: Date): Date | undefined {
  const ahead = positions
    .flatMap(({ start, end }) => [firstMoment(start), momentAfter(end)])
    .filter((moment) => moment > now.getTime())
    .sort((a, b) => a - b);
  return ahead[0] === undefined ? undefined : new Date(ahead[0]);
}

/** NaN, which is never ahead, for no date. */
function firstMoment(date: string): number {
  const [year = Number.NaN, month = 1, day = 1] = date === '' ? [] : date.split('-').map(Number);
  return Date.UTC(year, month - 1, day);
}

function momentAfter(date: string): number {
  const [year = Number.NaN, month, day] = date === '' ? [] : date.split('-').map(Number);
  if (month === undefined) {
    return Date.UTC(year + 1, 0, 1);
  }
  return day === undefined ? Date.UTC(year, month, 1) : Date.UTC(year, month - 1, day + 1);
}
