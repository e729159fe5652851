import { MongoBulkWriteError, MongoClient, MongoServerError, type Collection, type Db } from 'mongodb';

import { applyUpdate, copyOf, matches, project, type FakeDocument, type Fields } from './fake-documents';

export interface FakeDatabase {
  readonly database: Db;
  /** Commands in the order in which they came, as in "announcements.bulkWrite". */
  readonly commands: string[];
  /** Called before each command takes effect: throw to make it fail, write to be the faster writer. */
  beforeCommand: (command: string) => void | Promise<void>;
  /** Called after each write took effect: throw to lose its answer. */
  afterWrite: (command: string) => void | Promise<void>;
  /** What a collection holds, in order of id. */
  documents(collection: string): FakeDocument[];
  put(collection: string, document: FakeDocument): void;
}

interface Rows {
  readonly byId: Map<string, FakeDocument>;
  /** Tells that a command begins. */
  readonly begin: (command: string) => Promise<void>;
  /** Tells that a write took effect. */
  readonly end: (command: string) => Promise<void>;
}

interface WriteOptions {
  readonly upsert?: boolean;
}

type BulkOperation =
  | { readonly insertOne: { readonly document: FakeDocument } }
  | { readonly updateOne: { readonly filter: Fields; readonly update: Fields; readonly upsert?: boolean } }
  | { readonly replaceOne: { readonly filter: Fields; readonly replacement: Fields; readonly upsert?: boolean } }
  | { readonly deleteOne: { readonly filter: Fields } };

const DUPLICATE_KEY = 11_000;

/**
 * MongoDB in memory, for unit tests: keyed documents, the operators our stores use, single-document atomicity, duplicate keys.
 * Connects to nothing.
 */
export function createFakeDatabase(): FakeDatabase {
  const client = new MongoClient('mongodb://nowhere.invalid');
  const real = client.db('fake');
  const collections = new Map<string, { readonly collection: Collection; readonly rows: Rows }>();

  function open(name: string) {
    const byId = new Map<string, FakeDocument>();
    const rows: Rows = {
      byId,
      async begin(command) {
        fake.commands.push(`${name}.${command}`);
        await fake.beforeCommand(`${name}.${command}`);
      },
      end: async (command) => fake.afterWrite(`${name}.${command}`),
    };
    const opened = collections.get(name) ?? { rows, collection: Object.assign(real.collection(name), createCommands(rows)) };
    collections.set(name, opened);
    return opened;
  }

  const fake: FakeDatabase = {
    database: Object.assign(client.db('fake'), { collection: (name: string) => open(name).collection }),
    commands: [],
    beforeCommand: () => undefined,
    afterWrite: () => undefined,
    documents: (name) => inOrder(open(name).rows.byId.values()),
    put: (name, document) => {
      open(name).rows.byId.set(document._id, copyOf(document));
    },
  };
  return fake;
}

/** The commands as the driver has them, on rows in memory. */
function createCommands({ byId, begin, end }: Rows) {
  const find = (filter: Fields) => inOrder(byId.values()).filter((row) => matches(row, filter));

  function insert(document: FakeDocument): void {
    if (byId.has(document._id)) {
      throw new MongoServerError({ message: 'E11000 duplicate key error', code: DUPLICATE_KEY });
    }
    byId.set(document._id, copyOf(document));
  }

  /** Changes the first that matches; an upsert of a filter that names a held id conflicts, as in the engine. */
  function change(filter: Fields, toNext: (row: FakeDocument, isNew: boolean) => FakeDocument, { upsert = false }: WriteOptions) {
    const [row] = find(filter);
    if (row !== undefined) {
      byId.set(row._id, toNext(row, false));
      return { matchedCount: 1, upsertedCount: 0 };
    }
    if (upsert) {
      insert(toNext({ _id: String(filter['_id']) }, true));
    }
    return { matchedCount: 0, upsertedCount: upsert ? 1 : 0 };
  }

  function remove(rows: readonly FakeDocument[]) {
    rows.forEach(({ _id }) => byId.delete(_id));
    return { deletedCount: rows.length };
  }

  const update = (filter: Fields, operators: Fields, options: WriteOptions = {}) => change(filter, (row, isNew) => applyUpdate(row, operators, isNew), options);
  const replace = (filter: Fields, replacement: Fields, options: WriteOptions = {}) =>
    change(filter, ({ _id }) => copyOf({ ...replacement, _id }), options);

  function perform(operation: BulkOperation): { insertedCount?: number; matchedCount?: number; deletedCount?: number; upsertedCount?: number } {
    if ('insertOne' in operation) {
      insert(operation.insertOne.document);
      return { insertedCount: 1 };
    }
    if ('updateOne' in operation) {
      return update(operation.updateOne.filter, operation.updateOne.update, operation.updateOne);
    }
    return 'replaceOne' in operation
      ? replace(operation.replaceOne.filter, operation.replaceOne.replacement, operation.replaceOne)
      : remove(find(operation.deleteOne.filter).slice(0, 1));
  }

  return {
    find: (filter: Fields = {}, { projection }: { projection?: Fields } = {}) => createCursor(() => begin('find'), () => find(filter).map((row) => project(row, projection))),
    async findOne(filter: Fields) {
      await begin('findOne');
      return copyOf(find(filter)[0] ?? null);
    },
    async insertOne(document: FakeDocument) {
      await begin('insertOne');
      insert(document);
      await end('insertOne');
    },
    async updateOne(filter: Fields, operators: Fields, options?: WriteOptions) {
      await begin('updateOne');
      const result = update(filter, operators, options);
      await end('updateOne');
      return result;
    },
    async replaceOne(filter: Fields, replacement: Fields, options?: WriteOptions) {
      await begin('replaceOne');
      const result = replace(filter, replacement, options);
      await end('replaceOne');
      return result;
    },
    async deleteOne(filter: Fields) {
      await begin('deleteOne');
      const result = remove(find(filter).slice(0, 1));
      await end('deleteOne');
      return result;
    },
    async deleteMany(filter: Fields) {
      await begin('deleteMany');
      const result = remove(find(filter));
      await end('deleteMany');
      return result;
    },
    async countDocuments(filter: Fields) {
      await begin('countDocuments');
      return find(filter).length;
    },
    async createIndex() {
      await begin('createIndex');
    },
    async drop() {
      await begin('drop');
      byId.clear();
    },
    /** Unordered: what fails does not keep the rest from taking effect. */
    async bulkWrite(operations: readonly BulkOperation[]) {
      await begin('bulkWrite');
      const counts = { insertedCount: 0, matchedCount: 0, deletedCount: 0, upsertedCount: 0 };
      let failed = false;
      for (const operation of operations) {
        try {
          const done = perform(operation);
          counts.insertedCount += done.insertedCount ?? 0;
          counts.matchedCount += done.matchedCount ?? 0;
          counts.deletedCount += done.deletedCount ?? 0;
          counts.upsertedCount += done.upsertedCount ?? 0;
        } catch {
          failed = true;
        }
      }
      await end('bulkWrite');
      if (failed) {
        throwDuplicates(counts);
      }
      return counts;
    },
  };
}

/** The driver keeps the result's constructor to itself. */
function throwDuplicates(counts: object): void {
  const error: unknown = Reflect.construct(MongoBulkWriteError, [{ message: 'E11000 duplicate key error', code: DUPLICATE_KEY, writeErrors: [] }, counts]);
  if (error instanceof MongoBulkWriteError) {
    throw error;
  }
}

function createCursor(begin: () => Promise<void>, read: () => FakeDocument[]) {
  let order: readonly [string, number][] = [['_id', 1]];
  let [from, count] = [0, Number.POSITIVE_INFINITY];
  const cursor = {
    sort(fields: Readonly<Record<string, number>>) {
      order = Object.entries(fields);
      return cursor;
    },
    skip(rows: number) {
      from = rows;
      return cursor;
    },
    limit(rows: number) {
      count = rows;
      return cursor;
    },
    async toArray() {
      await begin();
      return read().sort(byFields(order)).slice(from, from + count);
    },
    async *[Symbol.asyncIterator]() {
      yield* await cursor.toArray();
    },
  };
  return cursor;
}

function byFields(order: readonly (readonly [string, number])[]) {
  return (a: FakeDocument, b: FakeDocument): number => {
    for (const [field, direction] of order) {
      const [left, right] = [sortKey(a[field]), sortKey(b[field])];
      if (left !== right) {
        return left < right ? -direction : direction;
      }
    }
    return 0;
  };
}

function sortKey(value: unknown): number | string {
  return value instanceof Date ? value.getTime() : typeof value === 'number' ? value : String(value);
}

function inOrder(rows: Iterable<FakeDocument>): FakeDocument[] {
  return [...rows].sort((a, b) => (a._id < b._id ? -1 : 1));
}
