import { ConflictError } from '@secondlook/kit';

const ATTEMPTS = 20;

/** Reads, decides and writes what nobody changed meanwhile: undefined when somebody was faster, and then it is tried again. */
export async function untilWritten<Written>(what: string, attempt: () => Promise<Written | undefined>): Promise<Written> {
  for (let count = 1; count <= ATTEMPTS; count++) {
    const written = await attempt();
    if (written !== undefined) {
      return written;
    }
  }
  throw new ConflictError(`Other writers of ${what} were faster.`);
}
