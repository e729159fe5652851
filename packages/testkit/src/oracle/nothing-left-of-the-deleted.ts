import { readFileSync } from 'node:fs';

import { type EntityVersion } from '@secondlook/contracts';
import { allPages } from '@secondlook/kit';
import { MongoClient } from 'mongodb';
import { connect } from 'nats';

import { scanIndex } from './elasticsearch-scan';
import { readCandidates } from './read-mirror';
import { readEvents, readState } from './sandbox-lines';
import { createTally, type Finding, type StackView, type Tally } from './view';

/** I3: of people who were deleted nothing is found in any store, event or log; and nothing is derived of anybody who is not there. */
export async function nothingLeftOfTheDeleted(view: StackView): Promise<Finding> {
  const tally = createTally('I3', 'nothing is left of deleted people');
  const canaries = await findCanaries(view);
  await searchMongo(view, canaries, tally);
  for (const tenant of view.tenants) {
    for await (const { id, source } of scanIndex(view.elasticsearchUrl, `candidates-${tenant}`)) {
      expectClean(JSON.stringify(source), canaries, () => `${tenant}: the index, document ${id}`, tally);
    }
    await compareDerived(view, tenant, tally);
  }
  await searchEvents(view, canaries, tally);
  for (const file of view.logFiles) {
    expectClean(readFileSync(file, 'utf8'), canaries, () => `the log ${file}`, tally);
  }
  return tally.finding();
}

/** What only a deleted person has: their e-mail address and phone number, unless somebody living has them too, or a file that went on with a merge. */
async function findCanaries(view: StackView): Promise<string[]> {
  const canaries = new Set<string>();
  const living = new Set<string>();
  const files: string[] = [];
  for (const tenant of view.tenants) {
    const endpoint = view.sandbox[tenant];
    for (const line of endpoint === undefined ? [] : await readEvents(endpoint)) {
      if (line.kind === 'change' && line.entity === 'candidate' && (line.op === 'deleted' || line.op === 'merged')) {
        contactsOf(line.before).forEach((contact) => canaries.add(contact));
      }
    }
    for (const line of endpoint === undefined ? [] : await readState(endpoint)) {
      files.push(line.kind === 'attachment' ? (line.text ?? '') : '');
    }
    for (const { email, phone } of await readCandidates(view, tenant)) {
      living.add(email).add(phone);
    }
  }
  return [...canaries].filter((canary) => !living.has(canary) && !files.some((text) => text.includes(canary)));
}

function contactsOf(body: unknown): string[] {
  const fields = typeof body === 'object' && body !== null ? body : {};
  const email = 'email' in fields ? fields.email : undefined;
  const phone = 'phoneNumber' in fields ? fields.phoneNumber : undefined;
  return [email, phone].filter((value): value is string => typeof value === 'string' && value.length >= 6);
}

function expectClean(text: string, canaries: readonly string[], where: () => string, tally: Tally): void {
  const found = canaries.find((canary) => text.includes(canary));
  tally.check(found === undefined, () => `${where()} holds a contact of a deleted person`);
}

/** Every document of every database but the public library, which is not about the tenant's candidates. */
async function searchMongo({ mongoUrl }: StackView, canaries: readonly string[], tally: Tally): Promise<void> {
  const client = new MongoClient(mongoUrl);
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    for (const { name } of databases.filter((database) => !['admin', 'local', 'config'].includes(database.name))) {
      for (const { name: collection } of await client.db(name).listCollections({}, { nameOnly: true }).toArray()) {
        if (name === 'enrichment' && collection === 'profiles') {
          continue;
        }
        for await (const document of client.db(name).collection(collection).find({}, { batchSize: 200 })) {
          expectClean(printable(document), canaries, () => `${name}.${collection}, document ${String(document._id)}`, tally);
        }
      }
    }
  } finally {
    await client.close();
  }
}

/** Text of a document, binary fields as Latin-1: e-mail addresses and phone numbers are ASCII. */
function printable(document: unknown): string {
  const binary: string[] = [];
  const text = JSON.stringify(document, (_key, value: unknown) => {
    if (typeof value === 'object' && value !== null && '_bsontype' in value && value._bsontype === 'Binary' && 'buffer' in value && value.buffer instanceof Uint8Array) {
      binary.push(Buffer.from(value.buffer).toString('latin1'));
      return undefined;
    }
    return value;
  });
  return [text, ...binary].join('\n');
}

/** Decisions and facts are only about candidates that are there. */
async function compareDerived({ clients, as }: StackView, tenant: string, tally: Tally): Promise<void> {
  const page = (pageToken: string) => ({ pageToken, pageSize: 5_000 });
  const live = new Set<string>();
  for await (const { id, deleted } of allPages((token) => clients.ingestion.listCandidates(page(token), as(tenant)), ({ candidates }) => candidates)) {
    if (!deleted) {
      live.add(id);
    }
  }
  const expectLive = ({ id, deleted }: EntityVersion) =>
    tally.check(deleted || live.has(id), () => `${tenant}: something is derived of candidate ${id}, who is not there`);
  for await (const version of allPages((token) => clients.matcher.listDecisions(page(token), as(tenant)), ({ decisions }) => decisions)) {
    expectLive(version);
  }
  for await (const version of allPages((token) => clients.enrichment.listFacts(page(token), as(tenant)), ({ factSets }) => factSets)) {
    expectLive(version);
  }
}

async function searchEvents({ natsUrl }: StackView, canaries: readonly string[], tally: Tally): Promise<void> {
  const connection = await connect({ servers: natsUrl });
  try {
    const manager = await connection.jetstreamManager();
    for await (const { config, state } of manager.streams.list()) {
      if (state.messages === 0) {
        continue;
      }
      const consumer = await connection.jetstream().consumers.get(config.name);
      for await (const message of await consumer.fetch({ max_messages: state.messages, expires: 5_000 })) {
        expectClean(message.string(), canaries, () => `an event of ${config.name}`, tally);
      }
      await consumer.delete();
    }
  } finally {
    await connection.close();
  }
}
