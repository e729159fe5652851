import { z } from 'zod';
import { commandSchema } from '../domain/command';
import { eventNames } from '../domain/event-names';
import { permissionNames } from '../domain/permissions';
import { switchChangeSchema } from '../domain/switches';
import { subscriptionChangeSchema } from '../webhooks/subscription';

export const credentialSchema = z.object({
  name: z.string(),
  token: z.string().min(1),
  permissions: z.array(z.enum(permissionNames)).optional(),
  candidatesOutOfView: z.array(z.string()).optional(),
});

const attemptSchema = z.object({
  subscriptionId: z.string(),
  eventId: z.string(),
  eventName: z.enum(eventNames),
  body: z.record(z.string(), z.json()),
  callbackUrl: z.string(),
  attempt: z.number(),
  status: z.number(),
  ms: z.number(),
  /** When the try began, and its headers without how the callback authenticates; absent in old journals. */
  triedAt: z.number().optional(),
  headers: z.record(z.string(), z.string()).optional(),
});

const handshakeSchema = z.object({
  subscriptionId: z.string(),
  callbackUrl: z.string(),
  status: z.number(),
  isAccepted: z.boolean(),
  ms: z.number(),
});

/** Everything that changes the sandbox, in the order it happened. Replayed over the same population it gives the same state. */
export const entrySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('command'), at: z.number(), command: commandSchema }),
  z.object({ kind: z.literal('switches'), at: z.number(), values: switchChangeSchema }),
  z.object({ kind: z.literal('credential'), at: z.number(), credential: credentialSchema }),
  z.object({ kind: z.literal('subscription'), at: z.number(), change: subscriptionChangeSchema }),
  z.object({ kind: z.literal('handshake'), at: z.number(), handshake: handshakeSchema }),
  z.object({ kind: z.literal('delivery'), at: z.number(), delivery: attemptSchema }),
]);

export type Entry = z.infer<typeof entrySchema>;
