/** A running MongoDB, Elasticsearch or NATS. Where it comes from is decided by the ladder in start-engine.ts. */
export interface Engine {
  readonly name: EngineName;
  /** As the services' settings want it. */
  readonly url: string;
  readonly version: string;
  /** The rung it was found on. */
  readonly kind: EngineKind;
  /** Of an embedded engine. */
  pid(): number | undefined;
  /** Resolves when an embedded engine ends, whatever way. */
  exited(): Promise<unknown>;
  /** Ends it as a crash would; only embedded engines can. */
  kill(): Promise<void>;
  /** Starts it again on the same port, after `kill` or a crash; only embedded engines can. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export type EngineName = 'mongo' | 'elasticsearch' | 'nats';
export type EngineKind = 'environment' | 'container' | 'embedded';

export interface EngineOptions {
  /** Where it keeps its files. In memory (MongoDB) or in a temporary folder, removed on stop, where absent. */
  readonly dataFolder?: string;
  readonly port?: number;
  /** Says what is going on, for people. */
  readonly say?: (line: string) => void;
}

/** A tool is missing; the message is one sentence that names it and how to get it. */
export class MissingToolError extends Error {
  override readonly name = 'MissingToolError';
}
