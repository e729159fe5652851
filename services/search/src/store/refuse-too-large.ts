import { errors } from '@elastic/elasticsearch';
import { InvalidInputError } from '@secondlook/kit';

/** How Elasticsearch says that a query comes to more words than it takes: what that is depends on its memory. */
const TOO_LARGE = /too_many_nested_clauses|too many clauses|expanded to too many terms/;

/** A refusal, where Elasticsearch's answer says that the query is too large; otherwise undefined. */
export function refuseTooLarge(answer: unknown): InvalidInputError | undefined {
  const told: unknown = answer instanceof errors.ResponseError ? answer.body : answer;
  const text = told === undefined ? '' : JSON.stringify(told);
  if (!TOO_LARGE.test(text)) {
    return undefined;
  }
  const pattern = /Automaton \[([^\]]+)\]/.exec(text)?.[1];
  const description = pattern === undefined ? 'QR-9: the query comes to too many words; ask for less at a time' : `QR-9: "${pattern}" fits too many words to be near others; write more of it`;
  return new InvalidInputError([{ field: 'query', description }], { cause: answer });
}
