import { type ParseQueryRequest, type ParseQueryResponse, type QueryNode, type Reading, type Refusal } from '@secondlook/contracts';
import { LimitError, type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { applyFix, QueryRefusedError } from '../domain/query/notes';
import { parseQuery, type ParseOptions, type Query } from '../domain/query/parse-query';
import { printNode } from '../domain/query/print-query';
import { operandsOf, type Node } from '../domain/query/tree';
import { createCountSearch } from './count-search';
import { toFix, toNote } from './to-note';
import { type Parts } from '.';

export function createParseQuery(parts: Parts) {
  const countSearch = createCountSearch(parts);
  return async ({ query: raw, operatorsInCapitalsOnly, countReadings }: ParseQueryRequest, { tenantId, signal }: Authenticated & CallContext): Promise<ParseQueryResponse> => {
    const options = { capitalsOnly: operatorsInCapitalsOnly };
    const query = parseOrRefuse(raw, options);
    if ('refusal' in query) {
      return { tree: undefined, canonicalQuery: '', notes: [], refusal: query.refusal, readings: [] };
    }
    const { tree, canonical, notes } = query;
    const readings = countReadings ? await readBothWays(raw, query, options, (one) => countSearch(tenantId, one, undefined, signal)) : [];
    return { tree: toQueryNode(tree), canonicalQuery: canonical, notes: notes.map(toNote), refusal: undefined, readings };
  };
}

function parseOrRefuse(raw: string, options: ParseOptions): Query | { refusal: Refusal } {
  try {
    return parseQuery(raw, options);
  } catch (error) {
    if (error instanceof QueryRefusedError) {
      return { refusal: { code: error.code, message: error.reason, startOffset: error.at.start, endOffset: error.at.end, fixes: error.fixes.map(toFix) } };
    }
    if (error instanceof LimitError) {
      const offset = error.offset ?? 0;
      return { refusal: { code: 'QR-10', message: error.message, startOffset: offset, endOffset: offset + 1, fixes: [] } };
    }
    throw error;
  }
}

/** The query as it was read, and with its ORs read the other way: what was typed, edited by the fix that its note offers. */
async function readBothWays(raw: string, { canonical, notes }: Query, options: ParseOptions, count: (tree: Node) => Promise<number>): Promise<Reading[]> {
  const [fix] = notes.findLast(({ code }) => code === 'both-readings')?.fixes ?? [];
  if (fix === undefined) {
    return [];
  }
  const readings = [canonical, applyFix(raw, fix)].map((query) => parseQuery(query, options));
  return Promise.all(readings.map(async (query) => ({ query: query.canonical, totalSize: await count(query.tree) })));
}

function toQueryNode(node: Node): QueryNode {
  const at = 'at' in node ? node.at : { start: 0, end: 0 };
  return {
    kind: node.kind,
    text: printNode(node),
    operands: operandsOf(node).map(toQueryNode),
    name: node.kind === 'field' ? node.field : node.kind === 'function' ? node.name : '',
    startOffset: at.start,
    endOffset: at.end,
  };
}
