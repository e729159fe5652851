import { type Db } from 'mongodb';

import { scopeKey, type ImportScope } from '../domain/import-scope';

/** What a person asks before they choose an import scope. */
export type ImportQuestion =
  | { readonly kind: 'scope'; readonly scope: ImportScope }
  /** A page of jobs; a year of 0 means any, an empty cursor the first page. */
  | { readonly kind: 'jobs'; readonly sinceYear: number; readonly cursor: string; readonly limit: number };

export type ImportAnswer =
  | { readonly kind: 'scope'; readonly total: number; readonly inScope: number; readonly years: readonly CountedYear[] }
  | { readonly kind: 'jobs'; readonly jobs: readonly CountedJob[]; readonly next: string; readonly total: number }
  | { readonly kind: 'refused' | 'unavailable'; readonly reason: string };

export interface CountedYear {
  readonly year: number;
  readonly candidatesSince: number;
  readonly candidates: number;
}

export interface CountedJob {
  readonly externalId: string;
  readonly title: string;
  readonly reference: string;
  readonly status: string;
  readonly candidates: number;
}

export interface ImportCountDocument {
  /** `<connection>|<question>`: who ask the same at the same time are answered together. */
  readonly _id: string;
  readonly question: ImportQuestion;
  /** Rises with every asking; the lease holder answers. */
  readonly asked: number;
  readonly answered: number;
  readonly answer?: ImportAnswer;
  readonly askedTime: Date;
}

/** Answers are of now: older ones are nobody's. */
const KEPT_MS = 3_600_000;

export type ImportCounts = ReturnType<typeof createImportCounts>;

/** Questions to the holder of a connection's lease, and its answers. */
export function createImportCounts(database: Db, now: () => Date) {
  const counts = database.collection<ImportCountDocument>('import_counts');
  const ofConnection = (connectionId: string) => ({ _id: { $gte: `${connectionId}|`, $lt: `${connectionId}}` } });

  return {
    /** Stored when this resolves. Answers what to look for. */
    async ask(connectionId: string, question: ImportQuestion): Promise<{ readonly id: string; readonly asked: number }> {
      const old = await counts.find(ofConnection(connectionId)).toArray();
      for (const { _id } of old.filter(({ askedTime }) => now().getTime() - askedTime.getTime() > KEPT_MS)) {
        await counts.deleteOne({ _id });
      }
      const id = `${connectionId}|${keyOf(question)}`;
      await counts.updateOne({ _id: id }, { $inc: { asked: 1 }, $set: { question, askedTime: now() }, $setOnInsert: { answered: 0 } }, { upsert: true });
      return { id, asked: (await counts.findOne({ _id: id }))?.asked ?? 1 };
    },

    /** Those that wait for an answer. */
    async listOpen(connectionId: string): Promise<ImportCountDocument[]> {
      return (await counts.find(ofConnection(connectionId)).toArray()).filter(({ asked, answered }) => answered < asked);
    },

    /** Good for all who had asked until then. Written by the lease holder alone. */
    async answer(id: string, asked: number, answer: ImportAnswer): Promise<void> {
      await counts.updateOne({ _id: id }, { $set: { answered: asked, answer } });
    },

    /** The answer to that asking, or a later one. */
    async findAnswer(id: string, asked: number): Promise<ImportAnswer | undefined> {
      const found = await counts.findOne({ _id: id });
      return found !== null && found.answered >= asked ? found.answer : undefined;
    },

    async forget(connectionId: string): Promise<void> {
      await counts.deleteMany(ofConnection(connectionId));
    },
  };
}

function keyOf(question: ImportQuestion): string {
  return question.kind === 'scope' ? `scope|${scopeKey(question.scope)}` : `jobs|${question.sinceYear}|${question.limit}|${question.cursor}`;
}
