import { errors, type Client, type estypes } from '@elastic/elasticsearch';
import { InvalidInputError, UnavailableError, type Sealer } from '@secondlook/kit';

import { type EsQuery } from '../domain/compile/es-query';
import { type Sort } from '../domain/order';
import { refuseTooLarge } from './refuse-too-large';

/** A page of a search, over a point in time that the page token keeps. */
export interface SearchRequest {
  readonly alias: string;
  readonly filter: readonly EsQuery[];
  /** What raises whoever it fits, and changes nothing else. */
  readonly ranking: readonly EsQuery[];
  /** What keeps a document from being found, and which of those kept are counted all the same. */
  readonly leftOut?: { readonly all: EsQuery; readonly counted: EsQuery };
  readonly sort: Sort;
  readonly pageSize: number;
  readonly pageToken: string;
  /** Whose token it is and for which search: a token of another one is refused. */
  readonly fingerprint: string;
  readonly signal: AbortSignal;
}

export interface SearchPage<Shown> {
  readonly hits: readonly { readonly id: string; readonly version: number; readonly shown: Shown }[];
  readonly totalSize: number;
  /** Of those that are left out. */
  readonly leftOutSize: number;
  readonly nextPageToken: string;
}

const KEEP_ALIVE = '5m';
const NOT_FOUND = 404;

interface PagePosition {
  readonly pit: string;
  readonly after: estypes.SortResults;
  readonly total: number;
  readonly leftOut: number;
}

export type RunSearch = ReturnType<typeof createRunSearch>;

export function createRunSearch(client: Client, sealer: Sealer) {
  /** Tokens are sealed: a point in time opens whatever index it was made of, so nobody else's may be slipped in. */
  function toToken(position: PagePosition, fingerprint: string): string {
    return sealer.seal(Buffer.from(JSON.stringify(position)), `page token ${fingerprint}`);
  }

  function fromToken(token: string, fingerprint: string): PagePosition {
    try {
      const position: unknown = JSON.parse(sealer.open(token, `page token ${fingerprint}`).toString());
      if (isPagePosition(position)) {
        return position;
      }
    } catch (error) {
      throw notAToken('not a token of a previous page of this search', error);
    }
    throw notAToken('not a token of a previous page of this search');
  }

  /** Deleted and hidden people leave at once, also from a point in time before: every page is checked before it goes out. */
  async function withoutGone<Hit extends { id: string }>(alias: string, hits: readonly Hit[], signal: AbortSignal): Promise<Hit[]> {
    if (hits.length === 0) {
      return [];
    }
    const { docs } = await client.mget({ index: alias, ids: hits.map(({ id }) => id), _source_includes: ['deleted', 'hidden'] }, { signal });
    const live = new Set(docs.flatMap((doc) => ('found' in doc && doc.found && isLive(doc._source) ? [doc._id] : [])));
    return hits.filter(({ id }) => live.has(id));
  }

  async function countIn(pit: string, bool: estypes.QueryDslBoolQuery, signal: AbortSignal): Promise<number> {
    const { hits } = await opened(client.search({ pit: { id: pit, keep_alive: KEEP_ALIVE }, query: { bool }, size: 0, track_total_hits: true }, { signal }));
    return valueOf(hits.total);
  }

  /** What a document shows is what this service, its only writer, put there. */
  return async <Shown>(request: SearchRequest): Promise<SearchPage<Shown>> => {
    const { alias, filter, ranking, leftOut, sort, pageSize, pageToken, fingerprint, signal } = request;
    const position = pageToken === '' ? undefined : fromToken(pageToken, fingerprint);
    const pit = position?.pit ?? (await opened(client.openPointInTime({ index: alias, keep_alive: KEEP_ALIVE }, { signal }))).id;
    const matched = { filter: [...filter, { term: { deleted: false } }] };
    const leftOutSize = position?.leftOut ?? (leftOut === undefined ? 0 : await countIn(pit, { ...matched, filter: [...matched.filter, leftOut.counted] }, signal));
    const { hits, pit_id: pitId } = await opened(
      client.search<{ shown: Shown }>(
        {
          pit: { id: pit, keep_alive: KEEP_ALIVE },
          query: { bool: { ...matched, should: [...ranking], minimum_should_match: 0, must_not: leftOut === undefined ? [] : [leftOut.all] } },
          sort: [...sort],
          // One more than the page: whether there is another is known without asking.
          size: pageSize + 1,
          _source: ['shown'],
          docvalue_fields: ['version'],
          track_total_hits: position === undefined,
          ...(position === undefined ? {} : { search_after: position.after }),
        },
        { signal },
      ),
    );
    const page = hits.hits.slice(0, pageSize);
    const totalSize = position?.total ?? valueOf(hits.total);
    const after = page.at(-1)?.sort;
    const more = hits.hits.length > pageSize && after !== undefined;
    if (!more) {
      // Not waited for: it ends by itself otherwise.
      client.closePointInTime({ id: pitId ?? pit }).catch(() => undefined);
    }
    const found = page.flatMap(({ _id = '', _source, fields }) => (_source === undefined ? [] : [{ id: _id, version: Number(firstOf(fields, 'version')), shown: _source.shown }]));
    return {
      hits: position === undefined ? found : await withoutGone(alias, found, signal),
      totalSize,
      leftOutSize,
      nextPageToken: more ? toToken({ pit: pitId ?? pit, after, total: totalSize, leftOut: leftOutSize }, fingerprint) : '',
    };
  };
}

/** A missing index is being built; a point in time that is gone was kept too long. */
async function opened<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof errors.ResponseError && error.statusCode === NOT_FOUND) {
      throw error.message.includes('search_context_missing') || error.message.includes('No search context found')
        ? notAToken('the search was left for more than five minutes; begin again', error)
        : new UnavailableError('The index is being built; try again in a while.', { cause: error });
    }
    throw refuseTooLarge(error) ?? error;
  }
}

function notAToken(description: string, cause?: unknown): InvalidInputError {
  return new InvalidInputError([{ field: 'page_token', description }], { cause });
}

function isPagePosition(value: unknown): value is PagePosition {
  return typeof value === 'object' && value !== null && 'pit' in value && 'after' in value && 'total' in value && 'leftOut' in value;
}

function isLive(source: unknown): boolean {
  return typeof source === 'object' && source !== null && 'deleted' in source && source.deleted === false && !('hidden' in source);
}

function valueOf(total: estypes.SearchTotalHits | number | undefined): number {
  return typeof total === 'number' ? total : (total?.value ?? 0);
}

function firstOf(fields: estypes.SearchHit['fields'], name: string): unknown {
  const values: unknown = fields?.[name];
  return Array.isArray(values) ? values[0] : undefined;
}
