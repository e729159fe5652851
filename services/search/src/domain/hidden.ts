import { type EsQuery } from './compile/es-query';

/** Nobody who is hidden is among hits, totals or counts. */
export const HIDDEN: EsQuery = { exists: { field: 'hidden' } };
/** Those of them whom searches count all the same. */
export const CONSENT_ENDED: EsQuery = { term: { hidden: 'consent_ended' } };
