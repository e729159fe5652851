import { parseArgs } from 'node:util';

import { common, printRows, tenantOf, type Command } from './command';

/** How a text is taken apart: one line a word, with the compounds that begin there. With --exceptions, the words that are stemmed otherwise. */
export const tokens: Command = {
  usage: '"<text>" [--exceptions] [--tenant T] [--json]',
  async run(args, context) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { ...common, exceptions: { type: 'boolean', default: false } } });
    const { view } = context;
    const [text = ''] = positionals;
    const answer = await view.clients.search.analyzeText({ text }, view.as(tenantOf(context, values.tenant)));
    const rows = values.exceptions
      ? Object.entries(answer.stemExceptions).map(([word, stem]) => ({ word, stem }))
      : answer.tokens.map(({ exact, stem, startOffset, endOffset }, position) => ({
          position,
          exact,
          stem,
          joined: answer.joins.filter(({ first }) => first === position).map((join) => `${join.exact} (to ${join.last})`).join(' '),
          from: startOffset,
          to: endOffset,
        }));
    printRows(rows, values.json);
  },
};
