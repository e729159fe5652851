import { InvalidInputError } from '@secondlook/kit';

type Direction = 'asc' | 'desc';

/** As Elasticsearch wants it: the first field first. */
export type Sort = readonly Readonly<Record<string, Direction | { readonly order: Direction; readonly missing: '_last' }>>[];

const ORDERS: Readonly<Partial<Record<string, Sort>>> = {
  '': [{ _score: 'desc' }, { last_updated: { order: 'desc', missing: '_last' } }],
  relevance: [{ _score: 'desc' }, { last_updated: { order: 'desc', missing: '_last' } }],
  'last_updated desc': [{ last_updated: { order: 'desc', missing: '_last' } }],
  last_updated: [{ last_updated: { order: 'asc', missing: '_last' } }],
  name: [{ name_order: { order: 'asc', missing: '_last' } }],
  'name desc': [{ name_order: { order: 'desc', missing: '_last' } }],
};

/** AIP order words. The id breaks ties: pages never overlap. */
export function compileOrder(orderBy: string, allowed: readonly string[]): Sort {
  const word = orderBy.trim().toLowerCase().replaceAll(/\s+/g, ' ').replace(/ asc$/, '');
  const sort = ORDERS[word];
  if (sort === undefined || !(word === '' || allowed.includes(word))) {
    throw new InvalidInputError([{ field: 'order_by', description: `must be one of: ${allowed.join(', ')}` }]);
  }
  return [...sort, { id: 'asc' }];
}
