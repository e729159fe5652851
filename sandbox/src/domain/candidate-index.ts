import { addressTextOf, contactOf, isAddressQuery, isSameContact, meetsQuery, meetsSummaryCriteria, searchTextOf, type CandidateFilter } from './candidate-filter';
import { createCandidatePlaces, type Entry } from './candidate-places';
import { type CandidateSummary, type Population } from './population/population';
import { type ToldContact } from './population/told-candidate';
import { type CandidateRecord } from './records';

export interface CandidatePage {
  readonly records: readonly CandidateRecord[];
  readonly totalFound: number;
  /** Place after which the next page starts, or its number of items in an order that moves; undefined on the last page. */
  readonly next: number | undefined;
}

/**
 * All candidates, each at a place of its own that it keeps for good: a list read page by page can neither skip nor repeat one
 * because others came, changed or went. Only changed candidates are held; the others are drawn again when asked for.
 */
export interface CandidateIndex {
  find(id: string): CandidateRecord | undefined;
  findByApplication(applicationId: string): CandidateRecord | undefined;
  findByAttachment(attachmentId: string): CandidateRecord | undefined;
  /** Neither the case of letters nor applications matter. The first look draws everybody's contacts. */
  findByContact(email: string, lastName: string): CandidateRecord | undefined;
  /** Draws what a search needs of everybody and keeps it; pauses now and then, so that others have their turn. Cheap the second time. */
  prepare(kind: 'contacts' | 'texts'): Generator<void>;
  /** Candidates with an application only (API reference §3.1), from behind the given place. */
  list(filter: CandidateFilter, after: number, limit: number): CandidatePage;
  /** Everyone, with and without applications, in no promised order. */
  all(): Iterable<string>;
  put(record: CandidateRecord): void;
  remove(id: string): void;
}

const textField = (value: unknown): string => (typeof value === 'string' ? value : '');

export const summarise = (record: CandidateRecord): CandidateSummary => ({
  id: record.id,
  updatedAt: record.updatedAt,
  attachmentIds: record.attachments.map(({ id }) => id),
  consentStatus: record.consent?.status,
  applications: record.applications.map(({ id, jobId, createdAt, fields }) => ({
    id,
    jobId,
    createdAt,
    status: textField(fields['status']),
    subStatus: typeof fields['subStatus'] === 'string' ? fields['subStatus'] : undefined,
  })),
});

const DRAWN_PER_TURN = 50;

export const createCandidateIndex = (population: Population, summaries: readonly CandidateSummary[]): CandidateIndex => {
  const places = createCandidatePlaces(summaries);
  const changed = new Map<string, CandidateRecord>();

  const read = (place: number | undefined): CandidateRecord | undefined => {
    const entry = place === undefined ? undefined : places.at(place);
    if (place === undefined || entry === undefined) return undefined;
    return changed.get(entry.id) ?? population.readCandidate(place);
  };
  const searchText = (place: number, entry: Entry): string => {
    const record = entry.searchText === undefined ? read(place) : undefined;
    entry.searchText ??= record === undefined ? '' : searchTextOf(record);
    return entry.searchText;
  };
  const contact = (place: number, entry: Entry): ToldContact => {
    const record = changed.get(entry.id);
    return (entry.contact ??= record === undefined ? population.readContact(place) : contactOf(record));
  };
  function* prepare(kind: 'contacts' | 'texts'): Generator<void> {
    let drawn = 0;
    for (let place = 0; place < places.length; place += 1) {
      const entry = places.at(place);
      if (entry === undefined || (kind === 'contacts' ? entry.contact : entry.searchText) !== undefined) continue;
      if (kind === 'contacts') contact(place, entry);
      else searchText(place, entry);
      drawn += 1;
      if (drawn % DRAWN_PER_TURN === 0) yield;
    }
  }
  const findByContact = (wanted: ToldContact): CandidateRecord | undefined => {
    for (let place = 0; place < places.length; place += 1) {
      const entry = places.at(place);
      if (entry !== undefined && isSameContact(contact(place, entry), wanted)) return read(place);
    }
    return undefined;
  };
  const meets = (place: number, filter: CandidateFilter): boolean => {
    const entry = places.at(place);
    if (entry === undefined || filter.outOfView?.includes(entry.id) === true || !meetsSummaryCriteria(entry, filter)) return false;
    if (filter.query === undefined) return true;
    return meetsQuery(isAddressQuery(filter.query) ? addressTextOf(contact(place, entry)) : searchText(place, entry), filter.query);
  };

  return {
    find: (id) => read(places.find(id)),
    findByApplication: (id) => read(places.findByApplication(id)),
    findByAttachment: (id) => read(places.findByAttachment(id)),
    prepare,
    findByContact: (email, lastName) => findByContact({ email, lastName }),
    list: (filter, after, limit) => {
      const found: number[] = [];
      for (let place = 0; place < places.length; place += 1) if (meets(place, filter)) found.push(place);
      const isStable = filter.order !== 'latest_change_first';
      // In a list that moves, a page starts at a number of items, so that one before it that comes or goes shifts the rest.
      const start = isStable ? found.findIndex((place) => place > after) : Math.max(0, after);
      if (!isStable) found.sort((left, right) => (places.at(right)?.updatedAt ?? 0) - (places.at(left)?.updatedAt ?? 0));
      const end = start === -1 ? -1 : Math.min(start + limit, filter.cap ?? Infinity);
      const shown = start === -1 ? [] : found.slice(start, Math.max(start, end));
      const isLast = start === -1 || end >= Math.min(found.length, filter.cap ?? Infinity);
      const records = shown.map(read).filter((record) => record !== undefined);
      return { records, totalFound: found.length, next: isLast ? undefined : isStable ? shown.at(-1) : end };
    },
    all: () => places.ids(),
    put: (record) => {
      places.put(summarise(record));
      changed.set(record.id, record);
    },
    remove: (id) => {
      places.remove(id);
      changed.delete(id);
    },
  };
};
