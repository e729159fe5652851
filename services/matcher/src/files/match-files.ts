import { matchPeople } from '../domain/model/match-people';
import { explain, findPairOfRecords } from './explain';
import { InputError } from './input-error';
import { parseOptions } from './options';
import { readPeople } from './read-people';
import { writeResults } from './write-results';

export interface Console {
  /** For what was asked for. */
  readonly print: (text: string) => void;
  /** For what went wrong. */
  readonly complain: (text: string) => void;
  /** For who waits and watches. */
  readonly say: (line: string) => void;
}

/** The matcher's file door: the model over files. Returns the exit code. */
export async function matchFiles(args: readonly string[], { print, complain, say }: Console): Promise<number> {
  const startedAt = performance.now();
  try {
    const options = parseOptions(args);
    say('Reading');
    const { people, badValues } = await readPeople(options);
    const pair = options.explain === undefined ? undefined : findPairOfRecords(options.explain, people);
    const matching = matchPeople(people, options.right === undefined ? 'dedupe' : 'link', say);
    say('Writing');
    await writeResults(matching, { out: options.out, writeCompared: options.writeCompared, badValues, seconds: () => (performance.now() - startedAt) / 1000 });
    if (pair !== undefined) {
      print(explain(matching, pair));
    }
    return 0;
  } catch (error) {
    if (error instanceof InputError) {
      complain(`${error.message}\n`);
      return 2;
    }
    throw error;
  }
}
