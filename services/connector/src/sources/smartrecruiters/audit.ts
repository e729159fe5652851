import { AtsRefusedError, UnexpectedAnswerError } from '../errors';
import { isObject, parseObject, textAt, timeIn, type JsonObject } from '../json';
import { type AtsCall, type AuditEvent, type AuditPage, type AuditRequest, type SourceAudit, type SourceRequest } from '../source';

const AUDIT = '/audit-api/v201910/audit-events';
const APPLICATIONS = '/job-applications-api/v202112/job-applications';
const PAGE_SIZE = '100';

/** What no list shows: deletions and merges (API reference §8). */
const GONE = ['CANDIDATE_DELETED', 'CANDIDATE_DELETED_DUE_TO_MERGE', 'CANDIDATE_PROFILE_UPDATED_DUE_TO_MERGE', 'JOB_DELETED'];
/** What webhooks tell of. Whether the lists show it is not documented (§13.1). */
const CHANGES = ['CANDIDATE_TAGS_MODIFIED', 'JOB_APPLICATION_CREATED', 'JOB_APPLICATION_STATE_MODIFIED', 'APPLICATION_SOURCE_MODIFIED', 'APPLICATION_PROPERTIES_UPDATED'];
const OF_APPLICATIONS = new Set(CHANGES.filter((name) => name.includes('APPLICATION')));

/** The audit feed wants the role of an administrator: many a credential may not read it. */
export const audit: SourceAudit = {
  permission: 'audit_events_read',

  async listPage(request, call) {
    try {
      return await readPage(request, call);
    } catch (error) {
      if (error instanceof AtsRefusedError) {
        return 'not_permitted';
      }
      throw error;
    }
  },
};

async function readPage({ cursor, since, withChanges, isSeen }: AuditRequest, call: AtsCall): Promise<AuditPage> {
  const eventName = withChanges ? [...GONE, ...CHANGES] : GONE;
  const answer = await call({ path: AUDIT, query: { limit: PAGE_SIZE, eventDateAfter: since.toISOString(), eventName, nextPageId: cursor } });
  if (answer.status !== 200) {
    throw new UnexpectedAnswerError(`The ATS answered ${answer.status} to GET ${AUDIT}.`);
  }
  const page = parseObject(answer, `GET ${AUDIT}`);
  const content = page['content'];
  if (!Array.isArray(content)) {
    throw new UnexpectedAnswerError(`The answer to GET ${AUDIT} has no "content".`);
  }
  const events: AuditEvent[] = [];
  const looked = new Map<string, string | undefined>();
  for (const line of content.filter(isObject)) {
    const [id, time] = [textAt(line, 'id'), timeIn(textAt(line, 'eventDate'))];
    if (id !== undefined && time !== undefined && !isSeen(id)) {
      events.push({ id, time, requests: await toRequests(line, looked, call) });
    }
  }
  return { events, next: textAt(page, 'nextPageId'), askedTime: timeIn(String(answer.headers['date'] ?? '')) };
}

/** An event of an application names nobody: its candidate is looked up, once per page. */
async function toRequests(line: JsonObject, looked: Map<string, string | undefined>, call: AtsCall): Promise<readonly SourceRequest[]> {
  const [name, entityId] = [textAt(line, 'eventName') ?? '', textAt(line, 'entityId')];
  const context = isObject(line['context']) ? line['context'] : {};
  if (entityId === undefined) {
    return [];
  }
  if (OF_APPLICATIONS.has(name)) {
    if (!looked.has(entityId)) {
      looked.set(entityId, await findCandidateOf(entityId, call));
    }
    return toReads(looked.get(entityId));
  }
  const master = textAt(context, 'masterProfileId');
  switch (name) {
    case 'CANDIDATE_DELETED':
      return [{ action: 'delete', kind: 'candidate', externalId: entityId }];
    case 'CANDIDATE_DELETED_DUE_TO_MERGE':
      return [{ action: 'delete', kind: 'candidate', externalId: entityId, mergedInto: master }, ...toReads(master)];
    case 'CANDIDATE_PROFILE_UPDATED_DUE_TO_MERGE':
    case 'CANDIDATE_TAGS_MODIFIED':
      return toReads(entityId);
    case 'JOB_DELETED':
      return [{ action: 'delete', kind: 'job', externalId: entityId }];
    default:
      return [];
  }
}

function toReads(externalId: string | undefined): readonly SourceRequest[] {
  return externalId === undefined ? [] : [{ action: 'read', kind: 'candidate', externalId }];
}

/** Undefined when the application is gone, or the credential may not look. */
async function findCandidateOf(applicationId: string, call: AtsCall): Promise<string | undefined> {
  try {
    const path = `${APPLICATIONS}/${encodeURIComponent(applicationId)}`;
    const answer = await call({ path });
    return answer.status === 200 ? textAt(parseObject(answer, path), 'profileId') : undefined;
  } catch (error) {
    if (error instanceof AtsRefusedError && error.status === 403) {
      return undefined;
    }
    throw error;
  }
}
