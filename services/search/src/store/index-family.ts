import { errors, type Client, type estypes } from '@elastic/elasticsearch';
import { type EntityVersion } from '@secondlook/contracts';
import { LimitError, UnavailableError, type Log } from '@secondlook/kit';

import { indexSettings, mappings, projectionOf, type Family } from './mapping';

/** What every indexed document has; the version is the owner's, as Elasticsearch's external version. */
export interface IndexedDocument {
  readonly id: string;
  readonly version: number;
  readonly deleted: boolean;
}

export type IndexFamily = ReturnType<typeof createIndexFamily>;

/** How long it is remembered which aliases there are: a replica may miss a new index for so long, so filling waits it out. */
export const ALIASES_REMEMBERED_MS = 1_000;
/** Elasticsearch refuses requests whose bytes, counted three times, are more than a tenth of its heap: again and again, however long one waits. */
const MAX_REQUEST_BYTES = 16 << 20;
const LIST_PAGE = 5_000;
const PIT_KEEP_ALIVE = '1m';
const CONFLICT = 409;
const NOT_FOUND = 404;

/**
 * The indices of one family, one per tenant (or one, of the shared library). Reading and writing go through the alias
 * `<family>-<tenant>`. While an index is built anew it has the alias `….filling`, and every write goes to both; filled, it takes the
 * first alias over. Writes require an alias: a wiped index is never created by accident, without its mapping.
 */
export function createIndexFamily(client: Client, family: Family, log: Log) {
  const aliases = new Map<string, { names: Promise<readonly string[]>; untilMs: number }>();
  const liveAlias = (tenantId: string) => `${family}-${tenantId}`;
  const fillingAlias = (tenantId: string) => `${liveAlias(tenantId)}.filling`;

  /** The index behind each alias there is. */
  async function findAliases(tenantId: string): Promise<Map<string, string>> {
    const names = [liveAlias(tenantId), fillingAlias(tenantId)];
    const found = await client.indices.getAlias({ name: names, ignore_unavailable: true }, { ignore: [NOT_FOUND] });
    const pairs = Object.entries(found).flatMap(([index, entry]) => Object.keys(isAliases(entry) ? entry.aliases : {}).map((alias) => [alias, index] as const));
    return new Map(pairs.filter(([alias]) => names.includes(alias)));
  }

  async function rememberedAliases(tenantId: string): Promise<readonly string[]> {
    const held = aliases.get(tenantId);
    if (held !== undefined && Date.now() < held.untilMs) {
      return held.names;
    }
    const names = findAliases(tenantId).then((found) => [...found.keys()]);
    aliases.set(tenantId, { names, untilMs: Date.now() + ALIASES_REMEMBERED_MS });
    names.catch(() => aliases.delete(tenantId));
    return names;
  }

  /** Of two that create one at once, both choose the same name: one wins, which is as good. */
  async function createIndex(tenantId: string, alias: string): Promise<void> {
    const existing = Object.entries(await client.indices.get({ index: `${liveAlias(tenantId)}.*`, allow_no_indices: true }, { ignore: [NOT_FOUND] }));
    if (existing.some(([, { aliases: names }]) => names !== undefined && alias in names)) {
      return;
    }
    const numbers = existing.map(([name]) => Number(name.slice(liveAlias(tenantId).length + 1)));
    const index = `${liveAlias(tenantId)}.${Math.max(0, ...numbers.filter(Number.isInteger)) + 1}`;
    await client.indices
      .create({
        index,
        settings: indexSettings,
        mappings: { dynamic: 'strict', _meta: { projection: projectionOf(family) }, properties: mappings[family] },
        aliases: { [alias]: {} },
      })
      .catch(ignoreRace);
    aliases.delete(tenantId);
    log.info({ index, alias }, 'an index was created');
  }

  /** Makes sure that there is an index to write to. An empty tenant's is live at once; otherwise it is filled first. */
  async function ensure(tenantId: string, isOwnerEmpty: () => Promise<boolean>): Promise<'live' | 'filling'> {
    const found = await findAliases(tenantId);
    if (found.has(fillingAlias(tenantId))) {
      return 'filling';
    }
    if (!found.has(liveAlias(tenantId))) {
      const empty = await isOwnerEmpty();
      await createIndex(tenantId, empty ? liveAlias(tenantId) : fillingAlias(tenantId));
      return empty ? 'live' : 'filling';
    }
    return 'live';
  }

  /** Begins an index beside the live one. What is written goes to both: the live one, of an earlier release perhaps, learns of new fields. */
  async function beginFilling(tenantId: string): Promise<void> {
    await client.indices.putMapping({ index: liveAlias(tenantId), properties: mappings[family] });
    if (!(await findAliases(tenantId)).has(fillingAlias(tenantId))) {
      await createIndex(tenantId, fillingAlias(tenantId));
    }
  }

  /** The filled index takes over; the one before goes. In one step, so that a search always finds one, and of two who fill it at once one switches. */
  async function switchToFilled(tenantId: string): Promise<void> {
    const found = await findAliases(tenantId);
    const [filled, live] = [found.get(fillingAlias(tenantId)), found.get(liveAlias(tenantId))];
    if (filled === undefined) {
      return;
    }
    await client.indices.updateAliases({
      actions: [
        { remove: { index: filled, alias: fillingAlias(tenantId) } },
        ...(live === undefined ? [] : [{ remove_index: { index: live } }]),
        { add: { index: filled, alias: liveAlias(tenantId) } },
      ],
    }, { ignore: [NOT_FOUND] });
    aliases.delete(tenantId);
    log.info({ index: filled }, 'an index took over');
  }

  /** Writes documents at their versions. An older one is refused, which counts as success. */
  async function put(tenantId: string, documents: readonly IndexedDocument[]): Promise<void> {
    const names = await rememberedAliases(tenantId);
    if (names.length === 0) {
      throw new UnavailableError(`the index ${liveAlias(tenantId)} is missing`);
    }
    for (const portion of toPortions(documents, MAX_REQUEST_BYTES / names.length)) {
      const operations = portion.flatMap(({ id, version, json }) =>
        names.flatMap((alias): (estypes.BulkOperationContainer | string)[] => [
          { index: { _index: alias, _id: id, version, version_type: 'external', require_alias: true } },
          json,
        ]),
      );
      const { items } = await client.bulk<string>({ operations });
      for (const { index: result } of items) {
        if (result?.error !== undefined && result.status !== CONFLICT) {
          aliases.delete(tenantId);
          throw toWriteError(result);
        }
      }
    }
  }

  /** Removes documents for good: those the owner never heard of, and tombstones old enough. */
  async function forget(tenantId: string, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) {
      await client.bulk({ operations: ids.map((id) => ({ delete: { _index: liveAlias(tenantId), _id: id } })) });
    }
  }

  /** All versions behind an alias, in order of id. */
  async function* listVersions(tenantId: string, which: 'live' | 'filling', query: estypes.QueryDslQueryContainer = { match_all: {} }): AsyncGenerator<EntityVersion> {
    const index = which === 'live' ? liveAlias(tenantId) : fillingAlias(tenantId);
    await client.indices.refresh({ index });
    const pit = await client.openPointInTime({ index, keep_alive: PIT_KEEP_ALIVE });
    try {
      for (let after: estypes.SortResults | undefined; ; ) {
        const { hits } = await client.search({
          pit: { id: pit.id, keep_alive: PIT_KEEP_ALIVE },
          size: LIST_PAGE,
          query,
          sort: [{ id: 'asc' }],
          _source: false,
          docvalue_fields: ['id', 'version', 'deleted'],
          track_total_hits: false,
          ...(after === undefined ? {} : { search_after: after }),
        });
        yield* hits.hits.map(toVersion);
        after = hits.hits.at(-1)?.sort;
        if (hits.hits.length < LIST_PAGE || after === undefined) {
          return;
        }
      }
    } finally {
      await client.closePointInTime({ id: pit.id }).catch(() => undefined);
    }
  }

  /** What each index of a tenant holds of some documents, one being filled too, as of now: not as of its last refresh. */
  async function find(tenantId: string, ids: readonly string[]): Promise<FoundDocument[]> {
    const indices = [...(await findAliases(tenantId)).keys()];
    if (indices.length === 0) {
      throw new UnavailableError(`the index ${liveAlias(tenantId)} is missing`);
    }
    const docs = indices.flatMap((_index) => ids.map((_id) => ({ _index, _id, _source: ['deleted', 'deleted_time'] })));
    const found = docs.length === 0 ? [] : (await client.mget<{ deleted?: boolean; deleted_time?: string }>({ docs })).docs;
    return found.flatMap((document) => {
      if ('error' in document) {
        throw new UnavailableError(`Elasticsearch refuses a read (${document.error.type})`);
      }
      const { _id: id, _version: version = 0, _source: source } = document;
      return document.found ? [{ id, version, deleted: source?.deleted === true, deletedTime: source?.deleted_time }] : [];
    });
  }

  /** What is kept beside each tenant's index: the projection it was made by, and the stream it was last compared under. */
  async function readMeta(): Promise<ReadonlyMap<string, IndexMeta>> {
    const found = await client.indices.get({ index: `${family}-*`, features: ['aliases', 'mappings'], allow_no_indices: true }, { ignore: [NOT_FOUND] });
    const prefix = `${family}-`;
    return new Map(
      Object.values(found).flatMap(({ aliases: names, mappings: mapping }) =>
        Object.keys(names ?? {})
          .filter((alias) => alias.startsWith(prefix) && !alias.includes('.'))
          .map((alias) => [alias.slice(prefix.length), { projection: String(mapping?._meta?.['projection']), stream: String(mapping?._meta?.['stream']) }] as const),
      ),
    );
  }

  async function writeStream(tenantId: string, stream: string): Promise<void> {
    await client.indices.putMapping({ index: liveAlias(tenantId), _meta: { projection: projectionOf(family), stream } });
  }

  /** Succeeds when absent. */
  async function drop(tenantId: string): Promise<void> {
    for (const index of new Set((await findAliases(tenantId)).values())) {
      await client.indices.delete({ index, ignore_unavailable: true });
    }
    aliases.delete(tenantId);
  }

  return { liveAlias, ensure, beginFilling, switchToFilled, put, forget, find, listVersions, readMeta, writeStream, drop };
}

/** A document without what is in it. */
export interface FoundDocument extends EntityVersion {
  readonly deletedTime: string | undefined;
}

export interface IndexMeta {
  readonly projection: string;
  readonly stream: string;
}

interface SerializedDocument {
  readonly id: string;
  readonly version: number;
  readonly json: string;
}

/** Throws LimitError for a document that no request can hold: waiting would not help. */
function* toPortions(documents: readonly IndexedDocument[], maxBytes: number): Generator<SerializedDocument[]> {
  let portion: SerializedDocument[] = [];
  let bytes = 0;
  const tooLarge: LimitError[] = [];
  for (const document of documents) {
    const json = JSON.stringify(document);
    const size = Buffer.byteLength(json);
    if (size > maxBytes) {
      tooLarge.push(new LimitError('bytes of an indexed document', maxBytes, size));
      continue;
    }
    if (bytes + size > maxBytes) {
      yield portion;
      [portion, bytes] = [[], 0];
    }
    portion.push({ id: document.id, version: document.version, json });
    bytes += size;
  }
  if (portion.length > 0) {
    yield portion;
  }
  if (tooLarge[0] !== undefined) {
    throw tooLarge[0];
  }
}

function isAliases(entry: unknown): entry is { aliases: Record<string, unknown> } {
  return typeof entry === 'object' && entry !== null && 'aliases' in entry;
}

function toVersion({ fields }: estypes.SearchHit): EntityVersion {
  const first = (name: string): unknown => {
    const values: unknown = fields?.[name];
    return Array.isArray(values) ? values[0] : undefined;
  };
  return { id: String(first('id')), version: Number(first('version')), deleted: first('deleted') === true };
}

function ignoreRace(error: unknown): void {
  if (!(error instanceof errors.ResponseError && error.message.includes('resource_already_exists_exception'))) {
    throw error;
  }
}

function toWriteError({ status, error, _id }: estypes.BulkResponseItem): Error {
  // Not its reason: that may quote the document.
  const type = error?.type ?? 'error';
  const passes = status === NOT_FOUND || status === 429 || status >= 500 || type === 'cluster_block_exception';
  return passes ? new UnavailableError(`Elasticsearch refuses a write (${type})`) : new Error(`Document ${_id ?? ''} was refused: ${type}`);
}
