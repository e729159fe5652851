import { InvalidInputError } from '@secondlook/kit';

import { smartrecruiters } from './smartrecruiters';
import { type Source } from './source';

/** The sources there are: a line each. */
export const sources: Readonly<Partial<Record<string, Source>>> = { smartrecruiters };

/** Throws InvalidInputError for a source there is not. */
export function getSource(name: string): Source {
  const source = sources[name];
  if (source === undefined) {
    throw new InvalidInputError([{ field: 'source', description: `must be one of: ${Object.keys(sources).join(', ')}` }]);
  }
  return source;
}
