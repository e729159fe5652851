import { parseArgs } from 'node:util';

import { common, printRows, tenantOf, type Command } from './command';

/** How a query is understood: its canonical text, what was repaired, and what else may have been meant. Exit 1 when it is refused. */
export const lintQuery: Command = {
  usage: '"<query>" [--tenant T] [--json]',
  async run(args, context) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: common });
    const { view } = context;
    const [query = ''] = positionals;
    const { canonicalQuery, notes, refusal, readings } = await view.clients.search.parseQuery({ query, countReadings: true }, view.as(tenantOf(context, values.tenant)));
    const rows = [...(refusal === undefined ? [] : [refusal]), ...notes].map(({ code, message, startOffset, endOffset, fixes }) => ({
      code,
      typed: Array.from(query).slice(startOffset, endOffset).join(''),
      message,
      fixes: fixes.map(({ label, edits }) => `${label}: ${edits.map(({ text }) => text).join(' … ')}`).join('; '),
      from: startOffset,
      to: endOffset,
    }));
    if (values.json) {
      printRows([{ query, canonical: canonicalQuery, refused: refusal !== undefined, notes: rows, readings }], true);
    } else {
      console.log(refusal === undefined ? `Read as: ${canonicalQuery === '' ? '(everyone)' : canonicalQuery}` : `Refused: ${refusal.message}`);
      readings.forEach((reading) => console.log(`  ${reading.totalSize} candidates: ${reading.query}`));
      printRows(rows, false);
    }
    process.exitCode = refusal === undefined ? 0 : 1;
  },
};
