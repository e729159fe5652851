import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';

import { common, printRows, type Command } from './command';

const IMPORT_MS = 3_600_000;

/** Imports a file of the profile library. Bad lines are named; the rest is kept. */
export const importProfiles: Command = {
  usage: '<file.jsonl> [--json]',
  async run(args, { view }) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: common });
    const [file] = positionals;
    if (file === undefined) {
      throw new Error('Name the file to import.');
    }
    async function* chunks() {
      for await (const chunk of createReadStream(file ?? '')) {
        yield { chunk: Buffer.from(chunk) };
      }
    }
    const { refusedLines, ...counts } = await view.clients.enrichment.importProfiles(chunks(), { ...view.as(), deadlineMs: IMPORT_MS });
    printRows([counts], values.json);
    printRows(refusedLines, values.json);
    process.exitCode = counts.refused > 0 ? 1 : 0;
  },
};
