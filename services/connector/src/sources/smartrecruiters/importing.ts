import { UnexpectedAnswerError } from '../errors';
import { isObject, parseObject, textAt, type JsonObject } from '../json';
import { type AtsCall, type AtsRequest, type SourceImporting } from '../source';
import { toCriteria } from './list-page';

/**
 * Counting before anything is brought: a list tells how many it has (`totalFound`) with its first item, so each figure is one short
 * call. The reference does not say that it is exact (§13.2).
 */
export const importing: SourceImporting = {
  async count(scope, call) {
    const { totalFound } = await ask({ path: '/candidates', query: { limit: '1', ...toCriteria(scope) } }, call);
    return totalFound;
  },

  async listJobs({ cursor, limit }, call) {
    const { page, totalFound } = await ask({ path: '/jobs', query: { limit: String(limit), pageId: cursor, sort: 'job_id' } }, call);
    const content = page['content'];
    if (!Array.isArray(content)) {
      throw new UnexpectedAnswerError('The answer to GET /jobs has no "content".');
    }
    const jobs = content.filter(isObject).flatMap((job) => {
      const externalId = textAt(job, 'id');
      return externalId === undefined ? [] : [{ externalId, title: textAt(job, 'title') ?? '', reference: textAt(job, 'refNumber') ?? '', status: textAt(job, 'status') ?? '' }];
    });
    return { jobs, next: textAt(page, 'nextPageId'), total: totalFound };
  },
};

async function ask(request: AtsRequest, call: AtsCall): Promise<{ page: JsonObject; totalFound: number }> {
  const answer = await call(request);
  if (answer.status !== 200) {
    throw new UnexpectedAnswerError(`The ATS answered ${answer.status} to GET ${request.path}.`);
  }
  const page = parseObject(answer, `GET ${request.path}`);
  const totalFound = page['totalFound'];
  if (typeof totalFound !== 'number') {
    throw new UnexpectedAnswerError(`The answer to GET ${request.path} does not say how many there are.`);
  }
  return { page, totalFound };
}
