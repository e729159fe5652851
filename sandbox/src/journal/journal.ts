import { closeSync, existsSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { entrySchema, type Entry } from './entry';

const headerSchema = z.object({
  journal: z.literal(1),
  seed: z.number(),
  size: z.number(),
  /** Makes event ids differ from those of any other run. */
  origin: z.string(),
});

export type JournalHeader = Omit<z.infer<typeof headerSchema>, 'journal'>;

export interface Journal {
  readonly origin: string;
  /** What an earlier process left, oldest first. */
  readonly past: readonly Entry[];
  /** On return the entry outlives this process. */
  append(entry: Entry): void;
  close(): void;
}

const forgetful = (origin: string): Journal => ({ origin, past: [], append: () => undefined, close: () => undefined });

/** A process killed while writing leaves half a line at the end, of something nobody was told had happened. */
const readWholeLines = (file: string): string[] => {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) truncateSync(file, end);
  return bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
};

const readHeader = (file: string, line: string, wanted: JournalHeader): JournalHeader => {
  const header = headerSchema.parse(JSON.parse(line));
  if (header.seed !== wanted.seed || header.size !== wanted.size) {
    throw new Error(`${file} belongs to seed ${header.seed} and size ${header.size}; remove it or start with these`);
  }
  return header;
};

/** Without a file the journal remembers nothing. */
export const openJournal = (file: string | undefined, wanted: JournalHeader): Journal => {
  if (file === undefined) return forgetful(wanted.origin);
  mkdirSync(dirname(file), { recursive: true });
  const [first, ...lines] = existsSync(file) ? readWholeLines(file) : [];
  const header = first === undefined ? wanted : readHeader(file, first, wanted);
  const past = lines.map((line) => entrySchema.parse(JSON.parse(line)));
  const descriptor = openSync(file, 'a', 0o600);
  const write = (line: object): void => void writeSync(descriptor, `${JSON.stringify(line)}\n`);
  if (first === undefined) write({ journal: 1, ...header });
  return { origin: header.origin, past, append: write, close: () => closeSync(descriptor) };
};
