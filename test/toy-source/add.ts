import { createRequire } from 'node:module';
import { join } from 'node:path';

import { toy as connectorsToy } from './connector';
import { toy as ingestionsToy } from './ingestion';

/** Adds the toy source to services that are loaded with `--require` of this file: the line that a second source adds to either. */
function add(index: string, list: string, toy: object): void {
  const sources: unknown = createRequire(__filename)(join(__dirname, '..', '..', '..', 'services', index));
  const known: unknown = typeof sources === 'object' && sources !== null ? Reflect.get(sources, list) : undefined;
  if (typeof known !== 'object' || known === null) {
    throw new Error(`${index} has no ${list} any more.`);
  }
  Object.assign(known, { toy });
}

add('connector/dist/sources/index.js', 'sources', connectorsToy);
add('ingestion/dist/domain/sources/index.js', 'readings', ingestionsToy);
