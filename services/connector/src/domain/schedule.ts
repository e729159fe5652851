import { SyncKind } from '@secondlook/contracts';

/** When a connection's passes are due. Only what changed is read after the first full pass; a full one runs daily all the same. */
export interface Schedule {
  readonly incrementalEveryMs: number;
  readonly fullEveryMs: number;
}

export interface PassHistory {
  /** When the last finished full pass began. */
  readonly lastFullStarted: Date | undefined;
  /** When the last finished pass of any kind began. */
  readonly lastStarted: Date | undefined;
  /** A person asked for a pass. */
  readonly requested: SyncKind | undefined;
}

/** The pass to begin now, if any. */
export function decideNextPass({ incrementalEveryMs, fullEveryMs }: Schedule, history: PassHistory, now: Date): SyncKind | undefined {
  const { lastFullStarted, lastStarted, requested } = history;
  if (lastFullStarted === undefined || now.getTime() - lastFullStarted.getTime() >= fullEveryMs) {
    return SyncKind.FULL;
  }
  if (requested !== undefined) {
    return requested;
  }
  return lastStarted === undefined || now.getTime() - lastStarted.getTime() >= incrementalEveryMs ? SyncKind.INCREMENTAL : undefined;
}
