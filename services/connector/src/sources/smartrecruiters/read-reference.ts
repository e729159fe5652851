import { type Record as SourceRecord } from '@secondlook/contracts';

import { AtsRefusedError } from '../errors';
import { type AtsCall, type ToRecord } from '../source';

/** What statuses, reasons, sources and properties are called (Configuration API). */
const LISTS = ['rejection-reasons', 'withdrawal-reasons', 'sources', 'candidate-properties', 'hiring-processes', 'departments'];

/** A list the credential may not read is left out: labels are in the applications too. */
export async function* readReference(call: AtsCall, toRecord: ToRecord): AsyncGenerator<SourceRecord> {
  for (const name of LISTS) {
    try {
      const answer = await call({ path: `/configuration/${name}` });
      if (answer.status === 200) {
        yield toRecord(answer.read, { $case: 'referenceList', value: { name, json: answer.body } });
      }
    } catch (error) {
      if (!(error instanceof AtsRefusedError && error.status === 403)) {
        throw error;
      }
    }
  }
}
