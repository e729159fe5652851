import { type ApplicationFields, type AttachmentFields, type PersonFields } from '../assemble-candidate';
import { type ConsentWord } from '../consent';
import { type JobFields } from '../job-document';
import { type JsonObject } from '../json';
import { smartrecruiters } from './smartrecruiters';

/** How a source's JSON is understood. Pure; never throws: what cannot be understood is left empty. */
export interface SourceReading {
  toPerson(detail: JsonObject): PersonFields;
  /** The applications as the details name them. */
  toAssignments(detail: JsonObject): readonly { jobExternalId: string; primary: boolean; jobTitle: string; fields: ApplicationFields }[];
  toApplication(application: JsonObject): { externalId: string; fields: ApplicationFields };
  toAttachment(attachment: JsonObject): AttachmentFields;
  /** The process of an application goes on, or led to a job here. */
  isOngoing(status: string): boolean;
  /** What a record of a consent says, in either form, of each scope that covers being found and shown. */
  toConsent(consent: JsonObject): readonly ConsentWord[];
  toJob(job: JsonObject): JobFields;
}

/** The sources there are: a line each. */
export const readings: Readonly<Partial<Record<string, SourceReading>>> = { smartrecruiters };

export function readingOf(source: string): SourceReading | undefined {
  return readings[source];
}
