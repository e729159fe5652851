import { z } from 'zod';
import { eventNames, type EventName } from '../domain/event-names';
import { type SecretKey } from '../domain/secret-keys';

/** How callbacks authenticate (API reference §7.1). The sandbox has no token service to ask, hence no oauth2. */
export const callbackAuthenticationSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('basic'), username: z.string(), password: z.string() }),
  z.object({ type: z.literal('header'), headerName: z.string().regex(/^[Xx]-/), headerValue: z.string() }),
]);

export type CallbackAuthentication = z.infer<typeof callbackAuthenticationSchema>;

export interface Subscription {
  readonly id: string;
  /** Name of the credential that made it; nobody else sees it (default reading of API reference §13.7). */
  readonly owner: string;
  readonly callbackUrl: string;
  readonly events: readonly EventName[];
  /** `suspended` only where a switch says so: the API reference knows the other two. */
  readonly status: 'inactive' | 'active' | 'suspended';
  readonly callbackAuthentication: CallbackAuthentication | undefined;
  /** Oldest first. */
  readonly keys: readonly SecretKey[];
  /** Tries in a row that failed. */
  readonly failures: number;
}

/** What can happen to a subscription; kept in the journal. */
export const subscriptionChangeSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('create'),
    id: z.string(),
    owner: z.string(),
    callbackUrl: z.string(),
    events: z.array(z.enum(eventNames)),
    callbackAuthentication: callbackAuthenticationSchema.optional(),
  }),
  z.object({ type: z.literal('activate'), id: z.string() }),
  z.object({ type: z.literal('addKey'), id: z.string(), key: z.string() }),
  z.object({ type: z.literal('remove'), id: z.string() }),
]);

export type SubscriptionChange = z.infer<typeof subscriptionChangeSchema>;

/** The subscription as it is afterwards; undefined when it is gone or never was. */
export const decideSubscription = (before: Subscription | undefined, change: SubscriptionChange, at: number): Subscription | undefined => {
  if (change.type === 'create') {
    const { id, owner, callbackUrl, events, callbackAuthentication } = change;
    return { id, owner, callbackUrl, events, status: 'inactive', callbackAuthentication, keys: [], failures: 0 };
  }
  if (before === undefined || change.type === 'remove') return undefined;
  if (change.type === 'activate') return { ...before, status: 'active', failures: 0 };
  return { ...before, keys: [...before.keys, { value: change.key, createdAt: at }] };
};

/** When a run of failures suspends a subscription, and what its status is then (API reference §13.6). */
export interface SuspensionRule {
  readonly after: number | null;
  readonly status: 'inactive' | 'suspended';
}

export const countAttempt = (before: Subscription, isAccepted: boolean, rule: SuspensionRule): Subscription => {
  const failures = isAccepted ? 0 : before.failures + 1;
  const isOver = before.status === 'active' && rule.after !== null && failures >= rule.after;
  return { ...before, failures, ...(isOver ? { status: rule.status } : {}) };
};
