import { type Record as SourceRecord } from '@secondlook/contracts';

import { smartrecruiters } from '../../services/connector/src/sources/smartrecruiters';
import { type Source } from '../../services/connector/src/sources/source';

export interface Person {
  readonly id: string;
  readonly name: string;
  /** Status by job. */
  readonly applications: ReadonlyMap<string, string>;
  readonly handle: string;
  readonly updated: Date;
}

/** What the ATS sends; it sends it again until somebody says 202. */
export interface Outgoing {
  readonly eventId: string;
  readonly eventName: string;
  readonly candidateId: string;
}

export type Ats = ReturnType<typeof createAts>;

const PAGE = 2;
/** Everybody applied once: who is missed because no list shows those who did not is the detail sweep's to find, which is not here. */
const FIRST_APPLICATION: readonly [string, string] = ['j0', 'NEW'];

/** An ATS of three people at most: what it holds, what it still has to send, and who ever left it. */
export function createAts(now: () => Date) {
  const people = new Map<string, Person>();
  const gone = new Map<string, Person>();
  const outgoing: Outgoing[] = [];
  const newestEvents = new Map<string, string>();
  let events = 0;

  function tell(candidateId: string, eventName: string): void {
    const eventId = `e${(events += 1)}`;
    newestEvents.set(candidateId, eventId);
    outgoing.push({ eventId, eventName, candidateId });
  }
  function change(id: string, to: (person: Person) => Omit<Person, 'id' | 'updated'>): void {
    const before = people.get(id) ?? { id, name: '', applications: new Map([FIRST_APPLICATION]), handle: '', updated: now() };
    people.set(id, { ...to(before), id, updated: now() });
    tell(id, 'candidate.updated');
  }
  function remove(id: string): void {
    const person = people.get(id);
    if (person !== undefined) {
      people.delete(id);
      gone.set(id, person);
      tell(id, 'candidate.deleted');
    }
  }

  return {
    people,
    gone,
    outgoing,
    /** The last event about a candidate. */
    newestEvents,
    /** Ids are never given twice. */
    put(id: string, name: string, handle: string): void {
      if (!gone.has(id)) {
        change(id, (before) => ({ ...before, name, handle }));
      }
    },
    apply(id: string, job: string, status: string): void {
      if (people.has(id)) {
        change(id, (before) => ({ ...before, applications: new Map(before.applications).set(job, status) }));
      }
    },
    remove,
    /** The first goes; the other one has the applications of both. */
    merge(loser: string, winner: string): void {
      const lost = people.get(loser);
      if (lost === undefined || loser === winner || !people.has(winner)) {
        return;
      }
      remove(loser);
      change(winner, (before) => ({ ...before, applications: new Map([...lost.applications, ...before.applications]) }));
    },
  };
}

/**
 * How the connector reads it. `look` passes whenever the ATS is asked something: much may happen there before it answers, and between one
 * answer and the next. Read positions are drawn before, as by AtsCall. `arrive` passes once the last answer has.
 */
export function createSource({ people }: Ats, draw: () => NonNullable<SourceRecord['read']>, look: (what: string) => Promise<void>, arrive: () => Promise<void>): Source {
  const json = (value: object) => Buffer.from(JSON.stringify(value));
  return {
    ...smartrecruiters,
    streams: ['candidates'],
    referenceLists: [],
    audit: { ...smartrecruiters.audit, listPage: () => Promise.resolve('not_permitted') },
    async listPage(_stream, { cursor }) {
      await look('list');
      const listed = [...people.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).filter(({ id }) => cursor === undefined || id > cursor);
      const page = listed.slice(0, PAGE);
      return {
        kind: 'candidate',
        entities: page.map(({ id, updated }) => ({ externalId: id, updatedTime: updated })),
        next: listed.length > PAGE ? page.at(-1)?.id : undefined,
        total: people.size,
      };
    },
    async read(_kind, id, { toRecord }) {
      const readDetail = draw();
      await look(`read ${id}`);
      const seen = people.get(id);
      if (seen === undefined) {
        return undefined;
      }
      const { name, applications, handle, updated } = seen;
      const jobs = [...applications.keys()];
      const detail = { id, firstName: name, lastName: 'Doe', email: emailOf(id), updatedOn: updated.toISOString(), web: { linkedin: urlOf(handle) }, secondaryAssignments: jobs.map((job) => ({ job: { id: job } })) };
      const records = [
        toRecord(readDetail, { $case: 'candidateDetail', value: { candidateExternalId: id, json: json(detail) } }),
        toRecord(readDetail, { $case: 'applicationList', value: { candidateExternalId: id, jobExternalIds: jobs } }),
        toRecord(readDetail, { $case: 'attachmentList', value: { candidateExternalId: id, attachmentExternalIds: [] } }),
      ];
      for (const job of jobs) {
        const read = draw();
        await look(`read ${id} ${job}`);
        const status = people.get(id)?.applications.get(job);
        if (status === undefined) {
          // Gone meanwhile, as a part's 404 says of its owner.
          return undefined;
        }
        records.push(toRecord(read, { $case: 'application', value: { candidateExternalId: id, jobExternalId: job, json: json({ applicationId: `${id}-${job}`, status }) } }));
      }
      await arrive();
      return records;
    },
    async isThere(_kind, id) {
      await look(`proof ${id}`);
      return people.has(id);
    },
  };
}

export const emailOf = (id: string) => `${id}@canary.example.com`;
export const urlOf = (handle: string) => `https://www.linkedin.com/in/${handle}`;
