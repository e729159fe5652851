import { describe, expect, it } from '@jest/globals';
import { SyncKind } from '@secondlook/contracts';

import { decideNextPass, type PassHistory } from './schedule';

const schedule = { incrementalEveryMs: 60_000, fullEveryMs: 86_400_000 };
const now = new Date('2026-06-15T12:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);
const history = (more: Partial<PassHistory> = {}): PassHistory => ({ lastFullStarted: ago(3_600_000), lastStarted: ago(30_000), requested: undefined, ...more });

describe('the next pass of a connection', () => {
  it('is full when there was none, or a day after the last one began, whatever was asked for', () => {
    expect(decideNextPass(schedule, history({ lastFullStarted: undefined }), now)).toBe(SyncKind.FULL);
    expect(decideNextPass(schedule, history({ lastFullStarted: ago(86_400_000), requested: SyncKind.INCREMENTAL }), now)).toBe(SyncKind.FULL);
    expect(decideNextPass(schedule, history({ lastFullStarted: ago(86_399_999) }), now)).toBeUndefined();
  });

  it('is what a person asked for, at once', () => {
    expect(decideNextPass(schedule, history({ requested: SyncKind.FULL }), now)).toBe(SyncKind.FULL);
    expect(decideNextPass(schedule, history({ requested: SyncKind.INCREMENTAL }), now)).toBe(SyncKind.INCREMENTAL);
  });

  it('is incremental once the interval has passed since any pass began', () => {
    expect(decideNextPass(schedule, history({ lastStarted: ago(60_000) }), now)).toBe(SyncKind.INCREMENTAL);
    expect(decideNextPass(schedule, history({ lastStarted: ago(59_999) }), now)).toBeUndefined();
    expect(decideNextPass(schedule, history({ lastStarted: undefined }), now)).toBe(SyncKind.INCREMENTAL);
  });
});
