import { readFileSync } from 'node:fs';

import { z } from 'zod';

import { isFieldKind, type FieldKind } from '../domain/model/field-kind';
import { DATE_FORMATS, type DateFormat } from '../domain/model/normalise';
import { InputError, messageOf } from './input-error';

/** Which columns of a table say what of a person. */
export interface Mapping {
  readonly id: string;
  readonly trim: boolean;
  readonly missing: ReadonlySet<string>;
  readonly columns: readonly MappedColumns[];
  /** Where a column is named in the mapping's file. */
  readonly placeOf: (column: string) => { readonly file: string; readonly line: number };
}

export interface MappedColumns {
  /** Several columns are one value: their texts together. */
  readonly names: readonly string[];
  readonly as: FieldKind;
  readonly list: string | undefined;
  readonly format: DateFormat | undefined;
}

const columnSchema = z.strictObject({
  column: z.string().optional(),
  columns: z.array(z.string()).min(1).optional(),
  as: z.string(),
  list: z.string().min(1).optional(),
  format: z.enum(DATE_FORMATS).optional(),
});

const mappingSchema = z.strictObject({
  id: z.string(),
  trim: z.boolean().default(false),
  missing: z.array(z.string()).default(['']),
  columns: z.array(columnSchema),
});

export function readMapping(file: string): Mapping {
  const text = readText(file);
  const placeOf = (name: string) => ({ file, line: lineOf(text, JSON.stringify(name)) });
  const parsed = mappingSchema.safeParse(parseJson(text, file));
  if (!parsed.success) {
    // A word nobody knows is told before what is missing for it.
    const issue = parsed.error.issues.find(({ code }) => code === 'unrecognized_keys') ?? parsed.error.issues[0];
    const key = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.findLast((step) => typeof step === 'string');
    throw new InputError(`${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is no mapping'}`.trim(), placeOf(key ?? ''));
  }
  const { id, trim, missing, columns } = parsed.data;
  return {
    id, trim, placeOf,
    missing: new Set(missing),
    columns: columns.map(({ column, columns: several, as, list, format }) => {
      if (!isFieldKind(as)) {
        throw new InputError(`Unknown "as": ${as}`, placeOf(as));
      }
      if ((column === undefined) === (several === undefined)) {
        throw new InputError(`Either "column" or "columns" is needed for ${as}`, placeOf(as));
      }
      if (format !== undefined && as !== 'birthDate') {
        throw new InputError(`"format" is for birthDate, not for ${as}`, placeOf(as));
      }
      return { names: several ?? [column ?? ''], as, list, format };
    }),
  };
}

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`cannot be read (${messageOf(error)})`, { file });
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = messageOf(error);
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
    throw new InputError(message, { file, line: text.slice(0, position).split('\n').length });
  }
}

/** The first line where a text stands; 1 when it stands nowhere. */
function lineOf(text: string, part: string): number {
  const at = text.indexOf(part);
  return at < 0 ? 1 : text.slice(0, at).split('\n').length;
}
