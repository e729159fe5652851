import { describe, expect, it } from '@jest/globals';
import { inOrderOfImportance } from './served-candidate';
import { type ApplicationRecord } from './records';

const application = (id: string, status: string, updatedAt: number): ApplicationRecord => ({
  id,
  jobId: id,
  jobTitle: '',
  createdAt: 0,
  updatedAt,
  sourceId: '',
  fields: { status },
  properties: [],
  history: [],
});

describe('the primary application', () => {
  it('is the most recently updated active one', () => {
    const [first] = inOrderOfImportance([application('a', 'REJECTED', 5), application('b', 'NEW', 9), application('c', 'LEAD', 20)]);
    expect(first?.id).toBe('b');
  });

  it('is the most recently updated lead when there is nothing else', () => {
    const [first] = inOrderOfImportance([application('a', 'LEAD', 5), application('b', 'LEAD', 9)]);
    expect(first?.id).toBe('b');
  });
});
