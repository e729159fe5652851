import {
  AlreadyExistsError,
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  LimitError,
  NotFoundError,
  SettingsError,
  UnauthenticatedError,
  UnavailableError,
} from '@secondlook/kit';

import { type Refusal } from './answers';

export interface HttpRefusal {
  readonly status: number;
  readonly refusal: Refusal;
  /** Nobody meant this to happen: it is logged. */
  readonly isDefect: boolean;
}

/**
 * The taxonomy of errors, as HTTP says it. But for what is wrong with the person's own input, the sentences are ours: what other
 * services say to each other (their errors are the `cause`) is not for the browser.
 */
export function toRefusal(error: unknown): HttpRefusal {
  if (error instanceof InvalidInputError) {
    return expected(400, toInputRefusal(error));
  }
  if (error instanceof LimitError) {
    return expected(429, toLimitRefusal(error));
  }
  if (error instanceof ForbiddenError && error.cause === undefined) {
    return expected(403, { message: error.message });
  }
  const status = statusOf(error);
  return { status, refusal: { message: sentenceOf(status) }, isDefect: status === 500 };
}

function expected(status: number, refusal: Refusal): HttpRefusal {
  return { status, refusal, isDefect: false };
}

function toInputRefusal({ fields: [first] }: InvalidInputError): Refusal {
  const { field = '', description = 'The request cannot be understood.', offset } = first ?? {};
  // Where no field was named, the name of the call stands in for it: no news to the browser.
  const message = offset === undefined ? description : withoutPlace(description, offset);
  return { message, ...(/^[\w.[\]]+$/.test(field) ? { field } : {}), ...(offset === undefined ? {} : { offset }) };
}

/** The page points at the place; "at 5: …" is for those who only read. */
function withoutPlace(description: string, offset: number): string {
  const place = `at ${offset}: `;
  const rest = description.startsWith(place) ? description.slice(place.length) : description;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

function toLimitRefusal({ limitName, limit, value }: LimitError): Refusal {
  if (limit === 0) {
    return { message: 'This asks for too much at once.' };
  }
  const message = `${value.toLocaleString('en')} ${limitName}, limit ${limit.toLocaleString('en')}.`;
  return { message, ...(limitName.startsWith('query ') ? { field: 'query' } : {}) };
}

function statusOf(error: unknown): number {
  if (error instanceof UnauthenticatedError) {
    return 401;
  }
  if (error instanceof ForbiddenError) {
    return 403;
  }
  if (error instanceof NotFoundError) {
    return 404;
  }
  if (error instanceof AlreadyExistsError || error instanceof ConflictError || error instanceof SettingsError) {
    return 409;
  }
  if (error instanceof UnavailableError) {
    return 503;
  }
  // What express says of a request it cannot read.
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status < 500 ? status : 500;
}

const SENTENCES: Readonly<Partial<Record<number, string>>> = {
  401: 'Your session has ended. Please sign in again.',
  403: 'Your role may not do this.',
  404: 'There is nothing here, or nothing that you may see.',
  409: 'This cannot be done as things stand; whoever runs this installation can tell why.',
  413: 'The request is too large.',
  500: 'Something went wrong on our side.',
  503: 'This is not available right now. Please try again in a moment.',
};

function sentenceOf(status: number): string {
  return SENTENCES[status] ?? 'The request cannot be read.';
}
