import { pino, type Logger } from 'pino';

/**
 * Logs are JSON lines on standard output. Messages are constant text with fields; ids only, no personal data, no payloads.
 * Levels by how often a healthy system emits them: error never, warn rarely, info when something starts, stops or completes.
 */
export type Log = Logger;

export function createLog(service: string, level: string): Log {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    // A driver's error may hold the document it failed on; only its name, message and stack are ours to print.
    serializers: { err: toLoggedError, error: toLoggedError },
  });
}

function toLoggedError(error: unknown): unknown {
  if (!(error instanceof Error)) {
    return { message: String(error) };
  }
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause instanceof Error ? { cause: { name: error.cause.name, message: error.cause.message } } : {}),
  };
}
