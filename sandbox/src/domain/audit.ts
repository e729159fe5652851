import { type AuditAuthorType, type AuditEntityType, type AuditEventName } from './audit-names';
import { type Command } from './command';
import { hasChanged } from './difference';
import { userIdOf } from './identifiers';
import { isJsonObject, isSameJson, withoutUndefined, type Json, type JsonObject } from './json';
import { type ApplicationRecord, type CandidateRecord, type JobRecord } from './records';

/** What the audit feed says of a change (API reference §8); its id and date are the entry's. */
export interface AuditDraft {
  readonly eventName: AuditEventName;
  readonly authorType: AuditAuthorType;
  readonly authorId?: string;
  readonly entityType: AuditEntityType;
  readonly entityId: string;
  readonly context?: JsonObject;
}

/** Whoever sits at the control API is one employee of the company. */
const employee = { authorType: 'USER', authorId: userIdOf('control') } as const;

const PERSONAL_KEYS = ['firstName', 'lastName', 'email', 'phoneNumber', 'location', 'web'];
const PROFILE_KEYS = ['education', 'experience'];

const about = (eventName: AuditEventName, entityType: AuditEntityType, entityId: string, context: JsonObject = {}): AuditDraft => ({
  eventName,
  ...employee,
  entityType,
  entityId,
  ...(Object.keys(context).length === 0 ? {} : { context }),
});

const auditOfDeletion = (id: string, by: Extract<Command, { type: 'removeCandidate' }>['by'] = 'USER'): AuditDraft => {
  const event = { eventName: 'CANDIDATE_DELETED', entityType: 'CANDIDATE', entityId: id } as const;
  if (by === 'USER') return { ...event, ...employee };
  return by === 'CANDIDATE' ? { ...event, authorType: by, authorId: id } : { ...event, authorType: by };
};

const texts = (list: Json | undefined, pick: (item: Json) => Json | undefined): string =>
  (Array.isArray(list) ? list : []).map(pick).filter((text) => typeof text === 'string').join(', ');

const auditOfPerson = ({ id, fields: before }: CandidateRecord, { fields: after }: CandidateRecord): readonly AuditDraft[] => {
  return [
    ...(hasChanged(before, after, PERSONAL_KEYS) ? [about('CANDIDATE_PERSONAL_DATA_MODIFIED', 'CANDIDATE', id)] : []),
    ...(hasChanged(before, after, PROFILE_KEYS) ? [about('CANDIDATE_PROFILE_MODIFIED', 'CANDIDATE', id)] : []),
    ...(hasChanged(before, after, ['tags']) ? [about('CANDIDATE_TAGS_MODIFIED', 'CANDIDATE', id, { tags: texts(after['tags'], (tag) => tag) })] : []),
  ];
};

const auditOfApplication = (before: ApplicationRecord, after: ApplicationRecord): readonly AuditDraft[] => {
  const [old, current] = [before.fields, after.fields];
  const move = withoutUndefined({ currentStatus: current['status'], currentStep: current['subStatus'], previousStatus: old['status'], previousStep: old['subStatus'] });
  const properties = { updatedPropertiesIds: texts([...after.properties], (one) => (isJsonObject(one) ? one['id'] : undefined)) };
  return [
    ...(hasChanged(old, current, ['status', 'subStatus']) ? [about('JOB_APPLICATION_STATE_MODIFIED', 'APPLICATION', after.id, move)] : []),
    ...(before.sourceId === after.sourceId ? [] : [about('APPLICATION_SOURCE_MODIFIED', 'APPLICATION', after.id, { previousSource: before.sourceId, nextSource: after.sourceId })]),
    ...(isSameJson([...before.properties], [...after.properties]) ? [] : [about('APPLICATION_PROPERTIES_UPDATED', 'APPLICATION', after.id, properties)]),
  ];
};

/** Who applies by themselves is not audited, and no name tells of a removed application or a new candidate. */
export const auditOfCandidate = (command: Command, before: CandidateRecord | undefined, after: CandidateRecord | undefined): readonly AuditDraft[] => {
  if (command.type === 'removeCandidate') return [auditOfDeletion(command.id, command.by)];
  if (before === undefined || after === undefined) return [];
  const known = new Map(before.applications.map((application) => [application.id, application]));
  const applications = after.applications.flatMap((application) => {
    const old = known.get(application.id);
    if (old !== undefined) return auditOfApplication(old, application);
    return [about('JOB_APPLICATION_CREATED', 'APPLICATION', application.id, withoutUndefined({ currentStatus: application.fields['status'] }))];
  });
  return [...auditOfPerson(before, after), ...applications];
};

export const auditOfMerge = (master: string, loser: string): readonly AuditDraft[] => [
  about('CANDIDATE_DELETED_DUE_TO_MERGE', 'CANDIDATE', loser, { masterProfileId: master }),
  about('CANDIDATE_PROFILE_UPDATED_DUE_TO_MERGE', 'CANDIDATE', master, { mergedProfileId: loser }),
];

export const auditOfJob = (before: JobRecord | undefined, after: JobRecord | undefined): readonly AuditDraft[] => {
  if (before === undefined || after !== undefined) return [];
  const { title, refNumber } = before.fields;
  return [about('JOB_DELETED', 'JOB', before.id, withoutUndefined({ jobName: title, jobRefNumber: refNumber }))];
};
