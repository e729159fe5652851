import { type Page } from '../sources/source';
import { type StreamProgress } from '../store/sync-runs';

export function advance(stream: StreamProgress, page: Page, now: Date): StreamProgress {
  const { nextPage: _before, ...rest } = stream;
  return {
    ...rest,
    ...(page.next === undefined ? { doneTime: now } : { nextPage: page.next }),
    done: page.next === undefined,
    listed: stream.listed + page.entities.length,
    total: page.total,
  };
}

/** From its beginning. */
export function begun({ nextPage: _nextPage, doneTime: _doneTime, ...list }: StreamProgress): StreamProgress {
  return { ...list, done: false, listed: 0 };
}

/** Tells a pass's lists apart. */
export function keyOfList({ name, jobExternalIds }: StreamProgress): string {
  return jobExternalIds === undefined ? name : `${name}|${jobExternalIds[0] ?? ''}|${jobExternalIds.length}`;
}
