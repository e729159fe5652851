import { parseArgs } from 'node:util';

import { tenantOf, type Command } from './command';

/** A development token, for other clients. */
export const token: Command = {
  usage: '--tenant T --role R',
  run(args, context) {
    const { values } = parseArgs({ args, options: { tenant: { type: 'string' }, role: { type: 'string', default: 'recruiter' } } });
    const tokens = context.stack.tokens[tenantOf(context, values.tenant)] ?? {};
    const found = tokens[values.role];
    if (found === undefined) {
      throw new Error(`There is no role "${values.role}"; there are: ${Object.keys(tokens).join(', ')}.`);
    }
    console.log(found);
    return Promise.resolve();
  },
};
