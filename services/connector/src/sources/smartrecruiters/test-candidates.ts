import { AtsRefusedError, AtsUnavailableError, UnexpectedAnswerError } from '../errors';
import { codeIn, isObject, parseObject, textAt, type JsonObject } from '../json';
import { type AtsAnswer, type AtsCall, type SendOutcome, type SourceExporting, type TestIdentity } from '../source';

/** What every test candidate bears, ours of whatever installation: to search by in the ATS and in the mirror. */
const TAG = 'secondlook-test';

/** Sending candidates to a job (API reference §3.6). There is no idempotency key; e-mail and last name together are a person's own. */
export const exporting: SourceExporting = {
  closedStatuses: ['CANCELLED', 'FILLED'],
  identify,
  send,

  async find(mark, call) {
    const { email } = identify(mark);
    const answer = await call({ path: '/candidates', query: { q: `"${email}"`, limit: '10' } });
    const content = parseObject(require200(answer, 'GET /candidates'), 'GET /candidates')['content'];
    if (!Array.isArray(content)) {
      throw new UnexpectedAnswerError('The answer to GET /candidates has no "content".');
    }
    return content.filter(isObject).filter((item) => isMarked(item, mark)).map((item) => textAt(item, 'id'))[0];
  },

  async look(externalId, mark, call) {
    const answer = await call({ path: `/candidates/${encodeURIComponent(externalId)}` });
    if (answer.status === 404) {
      return 'gone';
    }
    return isMarked(parseObject(require200(answer, 'GET /candidates/{id}'), 'GET /candidates/{id}'), mark) ? 'marked' : 'not_marked';
  },

  async remove(externalId, call) {
    try {
      const answer = await call({ method: 'DELETE', path: `/candidates/${encodeURIComponent(externalId)}` });
      return [200, 204, 404].includes(answer.status) ? undefined : `The ATS answered ${describe(answer)} to the removal. Remove the candidate in the ATS.`;
    } catch (error) {
      if (error instanceof AtsRefusedError) {
        return `${error.message} Give the token candidates_manage, or remove the candidate in the ATS.`;
      }
      throw error;
    }
  },
};

/** Nobody lives at example.com: the ATS's letters reach nobody (RFC 2606). */
function identify(mark: string): TestIdentity {
  return { firstName: 'TEST (Secondlook)', lastName: `Test-${mark}`, email: `${TAG}+${mark}@example.com`, tags: [TAG, `${TAG}-${mark}`] };
}

function isMarked(candidate: JsonObject, mark: string): boolean {
  return textAt(candidate, 'email')?.toLowerCase() === identify(mark).email;
}

/** `unknown` whenever it may have taken effect. A conflict too: somebody of this address and name is there. */
async function send(jobExternalId: string, mark: string, call: AtsCall): Promise<SendOutcome> {
  try {
    const answer = await call({ method: 'POST', path: `/jobs/${encodeURIComponent(jobExternalId)}/candidates`, body: identify(mark) });
    const isClear = answer.status >= 400 && answer.status !== 409;
    return isClear ? { refusal: `The ATS answered ${describe(answer)}. Choose another job, or see in the ATS what this one wants.` } : toSent(answer);
  } catch (error) {
    if (error instanceof AtsRefusedError) {
      return { refusal: `${error.message} Give the token candidates_create, and its role access to this job.` };
    }
    if (error instanceof AtsUnavailableError || error instanceof UnexpectedAnswerError) {
      return 'unknown';
    }
    throw error;
  }
}

function toSent(answer: AtsAnswer): SendOutcome {
  const externalId = [200, 201].includes(answer.status) ? textAt(parseObject(answer, 'POST /jobs/{id}/candidates'), 'id') : undefined;
  return externalId === undefined ? 'unknown' : { externalId };
}

function require200(answer: AtsAnswer, what: string): AtsAnswer {
  if (answer.status !== 200) {
    throw new UnexpectedAnswerError(`The ATS answered ${answer.status} to ${what}.`);
  }
  return answer;
}

function describe(answer: AtsAnswer): string {
  const code = codeIn(answer);
  return code === '' ? String(answer.status) : `${answer.status} (${code})`;
}
