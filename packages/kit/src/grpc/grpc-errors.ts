import { type ClientError, ServerError, Status } from 'nice-grpc';
import { BadRequest, ErrorInfo, RichClientError, RichServerError, RetryInfo } from 'nice-grpc-error-details';

import {
  AlreadyExistsError,
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  LimitError,
  NotFoundError,
  SettingsError,
  toKnownError,
  UnauthenticatedError,
  UnavailableError,
  type InvalidField,
  type KnownError,
} from '../errors';

/** The taxonomy of errors, as gRPC says it (docs/architecture.md §7). The standard `google.rpc` details carry field and offset. */
const DOMAIN = 'secondlook';

export function toServerError(error: unknown): ServerError | undefined {
  const known = toKnownError(error);
  return known === undefined ? undefined : translate(known);
}

function translate(error: KnownError): ServerError {
  if (error instanceof InvalidInputError) {
    const fieldViolations = error.fields.map(({ field, description }) => ({ field, description }));
    const parsed = error.fields.find(({ offset }) => offset !== undefined);
    return new RichServerError(Status.INVALID_ARGUMENT, error.message, [
      BadRequest.fromPartial({ fieldViolations }),
      ...(parsed === undefined ? [] : [ErrorInfo.fromPartial({ reason: 'INVALID_INPUT', domain: DOMAIN, metadata: { field: parsed.field, offset: String(parsed.offset) } })]),
    ]);
  }
  if (error instanceof LimitError) {
    const metadata = { limit_name: error.limitName, limit: String(error.limit), value: String(error.value), ...(error.offset === undefined ? {} : { offset: String(error.offset) }) };
    return new RichServerError(Status.RESOURCE_EXHAUSTED, error.message, [ErrorInfo.fromPartial({ reason: 'LIMIT', domain: DOMAIN, metadata })]);
  }
  if (error instanceof UnavailableError) {
    const { retryAfterMs } = error;
    return new RichServerError(Status.UNAVAILABLE, error.message, retryAfterMs === undefined ? [] : [
      RetryInfo.fromPartial({ retryDelay: { seconds: Math.floor(retryAfterMs / 1_000), nanos: (retryAfterMs % 1_000) * 1e6 } }),
    ]);
  }
  return new ServerError(statusOf(error), error.message);
}

function statusOf(error: KnownError): Status {
  switch (error.kind) {
    case 'NotFoundError':
      return Status.NOT_FOUND;
    case 'AlreadyExistsError':
      return Status.ALREADY_EXISTS;
    case 'ConflictError':
      return Status.ABORTED;
    case 'UnauthenticatedError':
      return Status.UNAUTHENTICATED;
    case 'ForbiddenError':
      return Status.PERMISSION_DENIED;
    case 'SettingsError':
      return Status.FAILED_PRECONDITION;
    default:
      return Status.INTERNAL;
  }
}

/** The error of a call to another service, as one of ours. Undefined for INTERNAL and the like: a defect over there. */
export function fromClientError(error: ClientError): KnownError | undefined {
  const message = `${error.path}: ${error.details}`;
  const options = { cause: error };
  switch (error.code) {
    case Status.INVALID_ARGUMENT:
      return new InvalidInputError(invalidFields(error), options);
    case Status.NOT_FOUND:
      return new NotFoundError(message, options);
    case Status.ALREADY_EXISTS:
      return new AlreadyExistsError(message, options);
    case Status.ABORTED:
      return new ConflictError(message, options);
    case Status.UNAUTHENTICATED:
      return new UnauthenticatedError(message, options);
    case Status.PERMISSION_DENIED:
      return new ForbiddenError(message, options);
    case Status.FAILED_PRECONDITION:
      return new SettingsError(message, options);
    case Status.UNAVAILABLE:
    case Status.DEADLINE_EXCEEDED:
      return new UnavailableError(message, { ...options, ...retryDelayIn(error) });
    case Status.RESOURCE_EXHAUSTED: {
      const metadata = errorInfo(error);
      return new LimitError(metadata['limit_name'] ?? message, Number(metadata['limit'] ?? 0), Number(metadata['value'] ?? 0), { ...options, offset: metadata['offset'] === undefined ? undefined : Number(metadata['offset']) });
    }
    default:
      return undefined;
  }
}

function invalidFields(error: ClientError): InvalidField[] {
  const details = error instanceof RichClientError ? error.extra : [];
  const violations = details.flatMap((detail) => (detail.$type === BadRequest.$type ? detail.fieldViolations : []));
  const { field: parsedField, offset } = errorInfo(error);
  if (violations.length === 0) {
    return [{ field: error.path, description: error.details }];
  }
  return violations.map(({ field, description }) => ({ field, description, ...(offset === undefined || field !== parsedField ? {} : { offset: Number(offset) }) }));
}

function retryDelayIn(error: ClientError): { retryAfterMs?: number } {
  const details = error instanceof RichClientError ? error.extra : [];
  const delay = details.find((detail) => detail.$type === RetryInfo.$type)?.retryDelay;
  return delay === undefined ? {} : { retryAfterMs: delay.seconds * 1_000 + delay.nanos / 1e6 };
}

function errorInfo(error: ClientError): Partial<Record<string, string>> {
  const details = error instanceof RichClientError ? error.extra : [];
  return details.find((detail) => detail.$type === ErrorInfo.$type)?.metadata ?? {};
}
