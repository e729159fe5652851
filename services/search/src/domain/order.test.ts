import { describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '@secondlook/kit';

import { compileOrder } from './order';

describe('the order of results', () => {
  it('ends with the id, so that pages never overlap', () => {
    for (const order of ['', 'relevance', 'Name ASC', ' last_updated  desc ']) {
      expect(compileOrder(order, ['relevance', 'name', 'last_updated', 'last_updated desc']).at(-1)).toEqual({ id: 'asc' });
    }
  });

  it('is refused when it is not one of those offered here', () => {
    for (const order of ['salary', 'name', 'constructor', 'name; drop']) {
      expect(() => compileOrder(order, ['relevance'])).toThrow(InvalidInputError);
    }
  });
});
