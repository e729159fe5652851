import { z } from 'zod';
import { consentStatuses } from './records';

const fields = z.record(z.string(), z.json());

export const consentSchema = z.strictObject({
  status: z.enum(consentStatuses),
  date: z.string().optional(),
  decisions: z.array(fields).default([]),
  recentPendingRequestCreatedOn: z.string().optional(),
});

const documentSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), contentType: z.string(), text: z.string() }),
  z.object({ kind: z.literal('bytes'), base64: z.string() }),
]);

/** Everything that can be done to the account from outside. Ids are in it, so that a replayed command does the same again. */
export const commandSchema = z.discriminatedUnion('type', [
  /** Somebody drawn from the population's seed, applying now. */
  z.object({ type: z.literal('drawCandidate'), id: z.string(), candidate: z.number() }),
  z.object({ type: z.literal('createCandidate'), id: z.string(), fields }),
  z.object({ type: z.literal('patchCandidate'), id: z.string(), fields }),
  z.object({ type: z.literal('putConsent'), id: z.string(), consent: consentSchema }),
  z.object({ type: z.literal('removeCandidate'), id: z.string(), by: z.enum(['USER', 'SYSTEM', 'CANDIDATE']).optional() }),
  /** `id` disappears, `into` is the master. */
  z.object({ type: z.literal('mergeCandidate'), id: z.string(), into: z.string() }),
  z.object({ type: z.literal('createApplication'), candidateId: z.string(), jobId: z.string(), id: z.string(), fields }),
  z.object({ type: z.literal('patchApplication'), candidateId: z.string(), id: z.string(), fields }),
  z.object({ type: z.literal('removeApplication'), candidateId: z.string(), id: z.string() }),
  z.object({ type: z.literal('createAttachment'), candidateId: z.string(), jobId: z.string(), id: z.string(), fields, source: documentSource }),
  z.object({ type: z.literal('removeAttachment'), candidateId: z.string(), id: z.string() }),
  z.object({ type: z.literal('drawJob'), id: z.string(), job: z.number() }),
  z.object({ type: z.literal('createJob'), id: z.string(), fields }),
  z.object({ type: z.literal('patchJob'), id: z.string(), fields }),
  z.object({ type: z.literal('removeJob'), id: z.string() }),
]);

export type Command = z.infer<typeof commandSchema>;
