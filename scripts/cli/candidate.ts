import { parseArgs } from 'node:util';

import { GetCandidateResponse } from '@secondlook/contracts';

import { common, tenantOf, type Command } from './command';

/** All there is to show of a candidate, as proto3 JSON. */
export const candidate: Command = {
  usage: '<id> [--tenant T] [--json]',
  async run(args, context) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: common });
    const [candidateId = ''] = positionals;
    const { view } = context;
    const found = await view.clients.search.getCandidate({ candidateId }, view.as(tenantOf(context, values.tenant)));
    console.log(JSON.stringify(GetCandidateResponse.toJSON(found), null, values.json ? 0 : 2));
  },
};
