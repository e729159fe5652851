import { type CandidateSummary } from './population/population';
import { type ToldContact } from './population/told-candidate';

export interface Entry extends CandidateSummary {
  /** Kept after the first search, dropped with every change. */
  searchText?: string;
  contact?: ToldContact;
}

/** Where each candidate stands in the list, and which one an application or attachment belongs to. A place is never reused. */
export interface CandidatePlaces {
  readonly length: number;
  at(place: number): Entry | undefined;
  find(id: string): number | undefined;
  findByApplication(applicationId: string): number | undefined;
  findByAttachment(attachmentId: string): number | undefined;
  ids(): Iterable<string>;
  put(summary: CandidateSummary): void;
  remove(id: string): void;
}

export const createCandidatePlaces = (summaries: readonly CandidateSummary[]): CandidatePlaces => {
  const entries: (Entry | undefined)[] = [];
  const byId = new Map<string, number>();
  const byApplication = new Map<string, number>();
  const byAttachment = new Map<string, number>();

  const forget = (place: number): void => {
    for (const { id } of entries[place]?.applications ?? []) byApplication.delete(id);
    for (const id of entries[place]?.attachmentIds ?? []) byAttachment.delete(id);
    entries[place] = undefined;
  };
  const put = (summary: CandidateSummary): void => {
    const place = byId.get(summary.id) ?? entries.length;
    forget(place);
    entries[place] = summary;
    byId.set(summary.id, place);
    for (const { id } of summary.applications) byApplication.set(id, place);
    for (const id of summary.attachmentIds) byAttachment.set(id, place);
  };
  summaries.forEach(put);
  return {
    get length() {
      return entries.length;
    },
    at: (place) => entries[place],
    find: (id) => byId.get(id),
    findByApplication: (applicationId) => byApplication.get(applicationId),
    findByAttachment: (attachmentId) => byAttachment.get(attachmentId),
    ids: () => byId.keys(),
    put,
    remove: (id) => {
      const place = byId.get(id);
      if (place === undefined) return;
      forget(place);
      byId.delete(id);
    },
  };
};
