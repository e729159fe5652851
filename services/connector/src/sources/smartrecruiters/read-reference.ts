import { type Record as SourceRecord } from '@secondlook/contracts';

import { AtsRefusedError } from '../errors';
import { type AtsCall, type ToRecord } from '../source';

/** What statuses, reasons, sources and properties are called (Configuration API). */
export const referenceLists = ['rejection-reasons', 'withdrawal-reasons', 'sources', 'candidate-properties', 'hiring-processes', 'departments'];

/** A list the credential may not read is left out: labels are in the applications too. */
export async function readReference(name: string, call: AtsCall, toRecord: ToRecord): Promise<SourceRecord | undefined> {
  try {
    const answer = await call({ path: `/configuration/${name}` });
    return answer.status === 200 ? toRecord(answer.read, { $case: 'referenceList', value: { name, json: answer.body } }) : undefined;
  } catch (error) {
    if (error instanceof AtsRefusedError && error.status === 403) {
      return undefined;
    }
    throw error;
  }
}
