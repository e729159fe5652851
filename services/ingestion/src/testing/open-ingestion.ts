import { events, type Record as SourceRecord } from '@secondlook/contracts';
import { createAnnouncer, createTenantDatabases, type Doorbell } from '@secondlook/kit';
import { createFakeRunning, type FakeDatabase } from '@secondlook/kit/testing';
import { MongoClient } from 'mongodb';

import { createBlobs } from '../store/blobs';
import { createCandidates } from '../store/candidates';
import { createErasureLedger } from '../store/erasure-ledger';
import { createExtractions } from '../store/extractions';
import { createJobs } from '../store/jobs';
import { createMirrorRecords } from '../store/mirror-records';
import { createQuarantine } from '../store/quarantine';
import { createReferenceLists } from '../store/reference-lists';

export const TENANT = 'acme';

/** Ingestion as it is put together in store/index.ts, with a bus that `publish` is. */
export function openIngestion(fake: FakeDatabase, publish: (doorbells: readonly Doorbell[]) => Promise<void>) {
  const running = createFakeRunning({});
  const now = () => new Date();
  const databases = { ...createTenantDatabases(new MongoClient('mongodb://nowhere.invalid'), 'ingestion', () => Promise.resolve()), open: () => Promise.resolve(fake.database), list: () => Promise.resolve([TENANT]) };
  const idKeys = { get: () => Promise.resolve(Buffer.alloc(32, 7)) };
  const announcer = createAnnouncer({
    databases,
    publisher: { publish: (_event, _tenant, doorbells) => publish(doorbells) },
    events: [events.candidateChanged],
    currentVersions: (tenantId, _event, ids) => candidates.currentVersions(tenantId, ids),
    running,
  });
  const [blobs, quarantine, extractions] = [createBlobs(databases, now), createQuarantine(databases), createExtractions(databases, () => undefined)];
  const ledger = createErasureLedger({ db: () => fake.database });
  const candidates = createCandidates({ databases, announcer, blobs, quarantine, ledger, idKeys, now, extractions });
  const jobs = createJobs(databases, announcer);
  const mirrorRecords = createMirrorRecords({ candidates, quarantine, idKeys, now, jobs, references: createReferenceLists(databases) });
  const ingest = (records: SourceRecord[]) => mirrorRecords(TENANT, records);
  return { announcer, blobs, candidates, extractions, idKeys, ingest, jobs, ledger, mirrorRecords, quarantine };
}
