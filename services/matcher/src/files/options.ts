import { parseArgs } from 'node:util';

import { InputError, messageOf } from './input-error';

export const USAGE = `npm run -s match:files -- --mode dedupe --left FILE [--mapping FILE] --out DIR
npm run -s match:files -- --mode link --left FILE [--mapping FILE] --right FILE [--mapping-right FILE] --out DIR
  --write-compared     also writes compared.csv: every compared pair
  --explain ID1,ID2    prints the evidence of a pair`;

export interface SideOptions {
  readonly file: string;
  readonly mapping: string | undefined;
}

export interface Options {
  readonly left: SideOptions;
  /** Only in `link`. */
  readonly right: SideOptions | undefined;
  readonly out: string;
  readonly writeCompared: boolean;
  readonly explain: string | undefined;
}

export function parseOptions(args: readonly string[]): Options {
  const values = parseValues(args);
  const { mode, left, right, out, mapping } = values;
  if (mode !== 'dedupe' && mode !== 'link') {
    throw new InputError(`--mode must be dedupe or link.\n${USAGE}`);
  }
  if (left === undefined || out === undefined) {
    throw new InputError(`${left === undefined ? '--left' : '--out'} is missing.\n${USAGE}`);
  }
  if ((mode === 'link') !== (right !== undefined)) {
    throw new InputError(mode === 'link' ? `--right is missing.\n${USAGE}` : '--right is for --mode link.');
  }
  if (mode === 'dedupe' && values['mapping-right'] !== undefined) {
    throw new InputError('--mapping-right is for --mode link.');
  }
  return {
    left: { file: left, mapping },
    right: right === undefined ? undefined : { file: right, mapping: values['mapping-right'] },
    out,
    writeCompared: values['write-compared'] ?? false,
    explain: values.explain,
  };
}

function parseValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        mode: { type: 'string' },
        left: { type: 'string' },
        right: { type: 'string' },
        mapping: { type: 'string' },
        'mapping-right': { type: 'string' },
        out: { type: 'string' },
        'write-compared': { type: 'boolean' },
        explain: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new InputError(`${messageOf(error)}\n${USAGE}`);
  }
}
