import { extname } from 'node:path';

import { type FieldKind } from '../domain/model/field-kind';
import { createPeople, type People, type Side } from '../domain/model/people';
import { InputError } from './input-error';
import { readMapping } from './mapping';
import { type Options, type SideOptions } from './options';
import { readJsonLines } from './read-json-lines';
import { readTable, type Take } from './read-table';

export interface ReadPeople {
  readonly people: People;
  readonly badValues: Readonly<Partial<Record<FieldKind, number>>>;
}

/** Reads one or two files. The first thing that is wrong ends it. */
export async function readPeople({ left, right }: Pick<Options, 'left' | 'right'>): Promise<ReadPeople> {
  const builder = createPeople();
  const badValues: Partial<Record<FieldKind, number>> = {};
  const sides: readonly (readonly [Side, SideOptions])[] = [['left', left], ...(right === undefined ? [] : ([['right', right]] as const))];
  for (const [side, options] of sides) {
    const lines = new Map<string, number>();
    await readFile(options, {
      record(record, line) {
        const before = lines.get(record.id);
        if (before !== undefined) {
          throw new InputError(`id ${record.id} stands in line ${before} already`, { file: options.file, line });
        }
        lines.set(record.id, line);
        builder.add(record, side);
      },
      badValue(kind) {
        badValues[kind] = (badValues[kind] ?? 0) + 1;
      },
    });
  }
  return { people: builder.build(), badValues };
}

async function readFile({ file, mapping }: SideOptions, take: Take): Promise<void> {
  switch (extname(file).toLowerCase()) {
    case '.jsonl':
    case '.ndjson':
      if (mapping !== undefined) {
        throw new InputError('is JSON Lines, which have no mapping', { file });
      }
      return readJsonLines(file, take);
    case '.csv':
    case '.tsv':
      if (mapping === undefined) {
        throw new InputError('needs a mapping', { file });
      }
      return readTable(file, readMapping(mapping), extname(file).toLowerCase() === '.tsv' ? '\t' : ',', take);
    default:
      throw new InputError('is neither .csv, .tsv nor .jsonl', { file });
  }
}
