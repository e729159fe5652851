import { Client } from '@elastic/elasticsearch';

/** A document as it is in the index, with its external version. */
export interface ScannedDocument {
  readonly id: string;
  readonly version: number;
  readonly source: Readonly<Record<string, unknown>>;
}

const PAGE = 500;

/** Every document behind an alias, tombstones too. */
export async function* scanIndex(url: string, alias: string): AsyncGenerator<ScannedDocument> {
  const client = new Client({ node: url });
  try {
    await client.indices.refresh({ index: alias });
    const pit = await client.openPointInTime({ index: alias, keep_alive: '2m' });
    for (let after: readonly unknown[] | undefined; ; ) {
      const { hits } = await client.search<Record<string, unknown>>({
        pit: { id: pit.id, keep_alive: '2m' },
        size: PAGE,
        version: true,
        sort: [{ id: 'asc' }],
        ...(after === undefined ? {} : { search_after: after.map(String) }),
      });
      for (const { _id = '', _version = 0, _source = {} } of hits.hits) {
        yield { id: _id, version: _version, source: _source };
      }
      after = hits.hits.at(-1)?.sort;
      if (hits.hits.length < PAGE) {
        break;
      }
    }
    await client.closePointInTime({ id: pit.id });
  } finally {
    await client.close();
  }
}
