import { WebhookState } from '@secondlook/contracts';

import { RETRY_REFUSED_MS } from '../domain/feed';
import { type ConnectionDocument, type WebhookRegistration } from '../store/connections';
import { type Pulling } from './pulling';

/** How long the activation handshake may take: the ATS waits 20 s for our answer. */
const ACTIVATION_MS = 60_000;
const RETRY_AFTER_MS = 30_000;

/**
 * Registers the connection's callback with the ATS, or finds the registration there is. Each step can be repeated: the callback's
 * path is stored before it is registered, and keys reach the gateway before the activation.
 */
export async function ensureWebhooks(connection: ConnectionDocument, pulling: Pulling): Promise<void> {
  const { webhooks } = connection;
  if (webhooks.state === WebhookState.ACTIVE || (webhooks.retryAt ?? new Date(0)) > new Date()) {
    return;
  }
  const { connections, connectionId, source, callAs, log, settings } = pulling;
  const save = (changes: Partial<WebhookRegistration>) =>
    connections.update(connectionId, (stored) => ({ webhooks: { ...stored.webhooks, ...changes } }));
  try {
    const outcome = await source.webhooks.register(callAs('webhook', 2), {
      callbackUrl: `${settings.webhookBaseUrl}/webhooks/${source.name}/${webhooks.callbackPath}`,
      subscriptionId: webhooks.subscriptionId,
      hasSigningKey: webhooks.sealedSigningKeys.length > 0,
      async prepareActivation(subscriptionId, signingKey) {
        const sealed = signingKey === undefined ? [] : [await connections.sealSigningKey(connection, signingKey)];
        const sealedSigningKeys = [...sealed, ...webhooks.sealedSigningKeys].slice(0, 16);
        await save({ subscriptionId, sealedSigningKeys });
        await putCallback(connection, sealedSigningKeys, new Date(Date.now() + ACTIVATION_MS), pulling);
      },
    });
    const { webhooks: stored } = await save(outcome === 'active' ? { state: WebhookState.ACTIVE, activeTime: new Date(), problem: '' } : notPermitted(source.webhooks.permission, new Date()));
    if (outcome === 'active') {
      await putCallback(connection, stored.sealedSigningKeys, undefined, pulling);
    }
    log.info({ outcome }, 'webhooks are registered');
  } catch (error) {
    pulling.signal.throwIfAborted();
    log.warn({ err: error }, 'registering webhooks failed; it is tried again');
    const problem = error instanceof Error ? error.message : String(error);
    await save({ state: WebhookState.RETRYING, retryAt: new Date(Date.now() + RETRY_AFTER_MS), problem });
  }
}

/** Asked again in a day, or once the credential was verified anew. */
export function notPermitted(permission: string, now: Date) {
  return {
    state: WebhookState.POLLING_ONLY,
    retryAt: new Date(now.getTime() + RETRY_REFUSED_MS),
    problem: `The credential may not register webhooks (${permission}): changes are learned by polling alone.`,
  };
}

async function putCallback(
  { webhooks, tenantId }: ConnectionDocument,
  sealedSigningKeys: readonly string[],
  activationPendingUntilTime: Date | undefined,
  { gateway, tenants, connectionId, source, signal }: Pulling,
): Promise<void> {
  const { wrappedDataKey } = await tenants.requireActive(tenantId);
  await gateway.putCallback(
    { path: webhooks.callbackPath, connectionId, source: source.name, sealedSigningKeys: [...sealedSigningKeys], wrappedDataKey, activationPendingUntilTime },
    { tenantId, signal },
  );
}
