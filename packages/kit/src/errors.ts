/**
 * The one taxonomy of errors (docs/architecture.md §7). Thrown where the problem is noticed, with `cause`; translated to gRPC in
 * grpc-errors.ts and to delivery verdicts in delivery-verdict.ts, and nowhere else.
 */
export abstract class KnownError extends Error {
  abstract readonly kind: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** What and where in the caller's input was wrong. */
export interface InvalidField {
  /** Path of the field, as in `filters.status.any_of`. */
  field: string;
  /** For people. */
  description: string;
  /** Where in the field's text, in code points, for text that is parsed. */
  offset?: number;
}

/** The caller's input cannot be understood; trying again with the same input is pointless. */
export class InvalidInputError extends KnownError {
  readonly kind = 'InvalidInputError';

  constructor(
    readonly fields: readonly InvalidField[],
    options?: ErrorOptions,
  ) {
    super(fields.map(({ field, description }) => `${field}: ${description}`).join('; '), options);
  }
}

/** What was asked for does not exist for this caller, or not yet. */
export class NotFoundError extends KnownError {
  readonly kind = 'NotFoundError';
}

/** There is one already, which is named: another one is not wanted. */
export class AlreadyExistsError extends KnownError {
  readonly kind = 'AlreadyExistsError';
}

/** Somebody else changed the same thing meanwhile; reading again and retrying is right. */
export class ConflictError extends KnownError {
  readonly kind = 'ConflictError';
}

/** The caller did not prove who it is. */
export class UnauthenticatedError extends KnownError {
  readonly kind = 'UnauthenticatedError';
}

/** The caller is known and may not do this. */
export class ForbiddenError extends KnownError {
  readonly kind = 'ForbiddenError';
}

/** A person must change a setting before this can work. */
export class SettingsError extends KnownError {
  readonly kind = 'SettingsError';
}

/** Something this depends on is away; the same call may work later. */
export class UnavailableError extends KnownError {
  readonly kind = 'UnavailableError';
  /** How long the dependency asked to be left alone, where it said so. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options?: ErrorOptions & { retryAfterMs?: number }) {
    super(message, options);
    this.retryAfterMs = options?.retryAfterMs;
  }
}

/** The caller asks for more than a limit allows. */
export class LimitError extends KnownError {
  readonly kind = 'LimitError';
  /** Where in a text that is parsed the limit was passed, in code points. */
  readonly offset: number | undefined;

  constructor(
    readonly limitName: string,
    readonly limit: number,
    readonly value: number,
    options?: ErrorOptions & { offset?: number | undefined },
  ) {
    super(`${limitName}: ${value}, limit ${limit}${options?.offset === undefined ? '' : `, passed at ${options.offset}`}`, options);
    this.offset = options?.offset;
  }
}

const driverErrorsThatPass = new Set([
  // mongodb
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongoPoolClearedError',
  'MongoWaitQueueTimeoutError',
  'MongoOperationTimeoutError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoWriteConcernError',
  // @elastic/elasticsearch
  'ConnectionError',
  'TimeoutError',
  'NoLivingConnectionsError',
  // nats
  'NatsError',
]);

const serverCodesThatPass = new Set([429, 502, 503, 504]);

/** MongoDB, between two primaries: HostUnreachable, NetworkTimeout, ShutdownInProgress, PrimarySteppedDown, NotWritablePrimary and kin. */
const mongoCodesThatPass = new Set([6, 7, 89, 91, 189, 9_001, 10_107, 11_600, 11_602, 13_435, 13_436]);

/** The error as one of ours, where it is or can be read as one; undefined for a defect. */
export function toKnownError(error: unknown): KnownError | undefined {
  if (error instanceof KnownError) {
    return error;
  }
  if (!(error instanceof Error)) {
    return undefined;
  }
  if (driverErrorsThatPass.has(error.name)) {
    return new UnavailableError(`${error.name}: ${error.message}`, { cause: error });
  }
  // Elasticsearch's ResponseError: overload and lost shards pass, everything else is a defect of ours.
  if (error.name === 'ResponseError' && 'statusCode' in error && serverCodesThatPass.has(Number(error.statusCode))) {
    return new UnavailableError('Elasticsearch refuses for now', { cause: error });
  }
  return isPassingMongoError(error) ? new UnavailableError(error.name, { cause: error }) : undefined;
}

/** A bulk write that failed before the server judged it, as by a lost connection, comes without the driver's own class: it has neither code nor rows. */
function isPassingMongoError(error: Error): boolean {
  const code = 'code' in error ? error.code : undefined;
  const isUnjudged = code === undefined && 'writeErrors' in error && Array.isArray(error.writeErrors) && error.writeErrors.length === 0;
  return (error.name === 'MongoServerError' && mongoCodesThatPass.has(Number(code))) || (error.name === 'MongoBulkWriteError' && (isUnjudged || mongoCodesThatPass.has(Number(code))));
}
