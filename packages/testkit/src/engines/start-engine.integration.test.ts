import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from '@jest/globals';
import { MongoClient, type Collection } from 'mongodb';

import { startEmbeddedMongo } from './embedded-mongo';

describe('the embedded MongoDB stand-in', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'secondlook-durability-'));
  afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));

  it('has every acknowledged write after it was killed', async () => {
    const engine = await startEmbeddedMongo({ dataFolder });
    try {
      const acknowledged = await withCollection(engine.url, async (collection) => {
        const kept: string[] = [];
        let writing = true;
        const write = async (writer: number) => {
          for (let count = 0; writing; count++) {
            const _id = `${writer}-${count}`;
            await collection.insertOne({ _id, value: 'x'.repeat(500) });
            kept.push(_id);
          }
        };
        const writers = Array.from({ length: 16 }, (_, writer) => write(writer).catch(() => undefined));
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        await engine.kill();
        writing = false;
        await Promise.all(writers);
        return kept;
      });
      await engine.restart();
      const found = await withCollection(engine.url, async (collection) => {
        const documents = await collection.find({}, { projection: { _id: 1 } }).toArray();
        return new Set(documents.map(({ _id }) => _id));
      });
      expect(acknowledged.length).toBeGreaterThan(100);
      expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
    } finally {
      await engine.stop();
    }
  }, 60_000);
});

interface Row {
  _id: string;
  value: string;
}

async function withCollection<T>(url: string, work: (collection: Collection<Row>) => Promise<T>): Promise<T> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 1_000, timeoutMS: 3_000, writeConcern: { w: 'majority', journal: true } });
  try {
    return await work(client.db('durability').collection<Row>('rows'));
  } finally {
    await client.close();
  }
}
