import { compareWithReference } from '@secondlook/search/dist/testing/reference/compare-with-reference';
import { startEngine } from '@secondlook/testkit';

import { type Goal } from '../goal';

const MOST = 20;

export const reference: Goal = {
  id: 'P15',
  statement: 'random queries find in Elasticsearch whom the reference evaluator finds: 0 differences',
  size: 10_000,
  unit: 'queries',
  measure: async ({ size, seed, say }) => {
    const engine = await startEngine('elasticsearch', { say });
    try {
      const { differences, hits } = await compareWithReference(engine.url, { size, seed, most: MOST, say });
      const count = differences.length < MOST ? String(differences.length) : `at least ${MOST}`;
      return { isMet: differences.length === 0 && hits > size, figure: `${count} differences of ${size} queries, which found ${hits} people` };
    } finally {
      await engine.stop();
    }
  },
};
