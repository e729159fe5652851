import { type ReadPosition } from '@secondlook/contracts';

import { sinceOf, type ImportScope } from '../../domain/import-scope';
import { UnexpectedAnswerError } from '../errors';
import { isObject, parseObject, textAt, timeIn, type JsonObject } from '../json';
import { type AtsCall, type ListedEntity, type Page, type PageRequest } from '../source';

const PAGE_SIZE = '100';

/**
 * A page of GET /jobs or GET /candidates. A job changes when it is edited or somebody applies: both move `lastActivityOn`. Jobs need `sort=job_id` on every page, or paging may lose some. The last page has no
 * `nextPageId`; a page's length says nothing.
 */
export async function listPage(stream: string, { cursor, changedSince, scope }: PageRequest, call: AtsCall): Promise<Page> {
  const path = stream === 'jobs' ? '/jobs' : '/candidates';
  const answer = await call({
    path,
    query: {
      limit: PAGE_SIZE,
      pageId: cursor,
      ...(stream === 'jobs' ? { lastActivityAfter: changedSince?.toISOString(), sort: 'job_id' } : toCriteria(scope, changedSince)),
    },
  });
  if (answer.status !== 200) {
    throw new UnexpectedAnswerError(`The ATS answered ${answer.status} to GET ${path}.`);
  }
  const page = parseObject(answer, `GET ${path}`);
  const content = page['content'];
  if (!Array.isArray(content)) {
    throw new UnexpectedAnswerError(`The answer to GET ${path} has no "content".`);
  }
  return {
    kind: stream === 'jobs' ? 'job' : 'candidate',
    entities: content.filter(isObject).flatMap((item) => toEntity(item, answer.read)),
    next: textAt(page, 'nextPageId'),
    total: typeof page['totalFound'] === 'number' ? page['totalFound'] : 0,
  };
}

/** How GET /candidates is limited: whoever changed since the later of two moments, and applied for one of the jobs. */
export function toCriteria(scope: ImportScope, changedSince?: Date): { updatedAfter: string | undefined; jobId?: readonly string[] } {
  const since = sinceOf(scope);
  const updatedAfter = since !== undefined && (changedSince === undefined || since > changedSince) ? since : changedSince;
  return { updatedAfter: updatedAfter?.toISOString(), ...(scope.jobExternalIds === undefined ? {} : { jobId: scope.jobExternalIds }) };
}

function toEntity(item: JsonObject, read: ReadPosition): ListedEntity[] {
  const externalId = textAt(item, 'id');
  const consent = isObject(item['consent']) ? { consent: { json: JSON.stringify(item['consent']), read } } : {};
  return externalId === undefined ? [] : [{ externalId, updatedTime: timeIn(textAt(item, 'lastActivityOn') ?? textAt(item, 'updatedOn')), ...consent }];
}
