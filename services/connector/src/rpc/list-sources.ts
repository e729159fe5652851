import { type ListSourcesResponse } from '@secondlook/contracts';

import { sources } from '../sources';

/** What the sources say of themselves: nobody's ATS is asked. */
export function listSources(): ListSourcesResponse {
  const known = Object.values(sources).flatMap((source) => source ?? []);
  return { sources: known.map(({ name, defaultBaseUrl, capabilities }) => ({ source: name, defaultBaseUrl, capabilities: [...capabilities] })) };
}
