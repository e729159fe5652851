import { createHmac, randomUUID } from 'node:crypto';

export interface HandMadeWebhook {
  readonly url: string;
  readonly key: string;
  readonly eventName: string;
  readonly body: unknown;
  readonly eventId?: string;
  /** Changes the signature that was made. */
  readonly tamper?: (signature: string) => string;
}

/** Signs as the API reference §7.4 says, from scratch; answers the status. */
export async function postWebhook({ url, key, eventName, body, eventId = randomUUID(), tamper = (signature) => signature }: HandMadeWebhook): Promise<number> {
  const text = JSON.stringify(body);
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', key).update(`${timestamp}.${text}.${eventId}.${eventName}.v201910.`).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'event-id': eventId,
      'event-name': eventName,
      'event-version': 'v201910',
      'smartrecruiters-timestamp': timestamp,
      'smartrecruiters-signature': `v1=${tamper(signature)}`,
    },
    body: text,
    signal: AbortSignal.timeout(10_000),
  });
  await response.text();
  return response.status;
}
