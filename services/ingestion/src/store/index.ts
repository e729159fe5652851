import { events } from '@secondlook/contracts';
import { createAnnouncer, createPublisher, createTenantDatabases, type Running, type Sealer, type TenantDirectory } from '@secondlook/kit';
import { type MongoClient } from 'mongodb';
import { type NatsConnection } from 'nats';

import { createBlobs } from './blobs';
import { createCandidates } from './candidates';
import { ensureIndexes } from './database';
import { createErasureLedger } from './erasure-ledger';
import { createExtractions } from './extractions';
import { createIdKeys } from './id-keys';
import { createJobs } from './jobs';
import { createMirrorRecords } from './mirror-records';
import { createQuarantine } from './quarantine';
import { createReferenceLists } from './reference-lists';
import { createRetryQuarantined } from './retry-quarantined';

interface Parts {
  readonly mongo: MongoClient;
  /** Where the erasure ledger is. */
  readonly ledgerMongo: MongoClient;
  readonly nats: NatsConnection;
  readonly directory: TenantDirectory;
  readonly keyEncryption: Sealer;
  readonly running: Running<unknown>;
  /** The connections a tenant has. */
  readonly connectionsOf: (tenantId: string) => Promise<ReadonlySet<string>>;
  /** There is text to be read. */
  readonly onTextDue: (tenantId: string) => void;
}

/** All that ingestion keeps. */
export function createStores({ mongo, ledgerMongo, nats, directory, keyEncryption, running, connectionsOf, onTextDue }: Parts) {
  const now = () => new Date();
  const databases = createTenantDatabases(mongo, 'ingestion', ensureIndexes);
  const announcer = createAnnouncer({
    databases,
    publisher: createPublisher(nats),
    events: [events.candidateChanged, events.jobChanged],
    currentVersions: (tenantId, event, ids) => (event === events.jobChanged ? jobs : candidates).currentVersions(tenantId, ids),
    running,
  });
  const idKeys = createIdKeys(directory, keyEncryption);
  const blobs = createBlobs(databases, now);
  const extractions = createExtractions(databases, onTextDue);
  const quarantine = createQuarantine(databases);
  const ledger = createErasureLedger(ledgerMongo);
  const candidates = createCandidates({ databases, announcer, extractions, blobs, quarantine, ledger, idKeys, now });
  const jobs = createJobs(databases, announcer);
  const references = createReferenceLists(databases);
  const mirrorRecords = createMirrorRecords({ candidates, jobs, references, quarantine, idKeys, now });
  return {
    announcer,
    blobs,
    candidates,
    databases,
    extractions,
    idKeys,
    jobs,
    ledger,
    mirrorRecords,
    quarantine,
    references,
    retryQuarantined: createRetryQuarantined({ quarantine, blobs, mirrorRecords, connectionsOf }),
  };
}
