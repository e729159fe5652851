import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { CsvError, parse } from 'csv-parse';
import { z } from 'zod';

import { type FieldKind, type PersonRecord } from '../domain/model/field-kind';
import { toBirthDate } from '../domain/model/normalise';
import { InputError } from './input-error';
import { type MappedColumns, type Mapping } from './mapping';
import { readBlocks } from './read-blocks';

const rowSchema = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) });

export interface Take {
  record(record: PersonRecord, line: number): void;
  /** A value that is none, as the 13th month: missing, and counted. */
  badValue(kind: FieldKind): void;
}

/** Reads a CSV or TSV file with a header line. */
export async function readTable(file: string, mapping: Mapping, separator: ',' | '\t', take: Take): Promise<void> {
  const parser = parse({ bom: true, delimiter: separator, info: true, skip_empty_lines: true, trim: mapping.trim, max_record_size: 256 * 2 ** 20 });
  let refused: InputError | undefined;
  let toRecord: ((row: readonly string[], line: number) => PersonRecord) | undefined;
  try {
    await pipeline(Readable.from(bytesOf(file)), parser, async (rows: AsyncIterable<unknown>) => {
      for await (const row of rows) {
        const { record, info } = rowSchema.parse(row);
        try {
          if (toRecord === undefined) {
            toRecord = createToRecord(record, file, mapping, take);
          } else {
            take.record(toRecord(record, info.lines), info.lines);
          }
        } catch (error) {
          refused = error instanceof InputError ? error : undefined;
          throw error;
        }
      }
    });
  } catch (error) {
    // A refusal stops the reader too, and its abortion may be told in its place.
    if (refused !== undefined) {
      throw refused;
    }
    throw error instanceof CsvError ? new InputError(error.message, { file, line: lineOf(error) }) : error;
  }
  if (toRecord === undefined) {
    throw new InputError('has no header line', { file, line: 1 });
  }
}

async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  for await (const { bytes } of readBlocks(file)) {
    yield bytes;
  }
}

function lineOf(error: CsvError): number {
  return typeof error['lines'] === 'number' ? error['lines'] : 1;
}

function createToRecord(header: readonly string[], file: string, mapping: Mapping, take: Take) {
  const indexOf = (column: string): number => {
    const index = header.indexOf(column);
    if (index < 0) {
      throw new InputError(`${file} has no column ${column}; it has ${header.join(', ')}`, mapping.placeOf(column));
    }
    return index;
  };
  const idIndex = indexOf(mapping.id);
  const columns = mapping.columns.map((mapped) => ({ ...mapped, indices: mapped.names.map(indexOf) }));
  return (row: readonly string[], line: number): PersonRecord => {
    const id = row[idIndex] ?? '';
    if (id === '') {
      throw new InputError('has no id', { file, line });
    }
    const fields: Partial<Record<FieldKind, string[]>> = {};
    for (const column of columns) {
      const texts = column.indices.map((index) => row[index] ?? '').map((text) => (mapping.missing.has(text) ? '' : text));
      const values = toValues(column, texts, mapping, take);
      if (values.length > 0) {
        fields[column.as] = [...(fields[column.as] ?? []), ...values];
      }
    }
    return { id, fields };
  };
}

function toValues({ as, list, format }: MappedColumns, texts: readonly string[], { trim, missing }: Mapping, take: Take): string[] {
  if (texts.every((text) => text === '')) {
    return [];
  }
  if (as === 'birthDate') {
    const date = toBirthDate(texts.join('-'), format);
    if (date === undefined) {
      take.badValue(as);
      return [];
    }
    return [date];
  }
  const text = texts.filter((one) => one !== '').join(' ');
  const values = list === undefined ? [text] : text.split(list);
  return values.map((value) => (trim ? value.trim() : value)).filter((value) => value !== '' && !missing.has(value));
}
