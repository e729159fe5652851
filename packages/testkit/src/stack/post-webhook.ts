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

export interface SignedWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Signs as the API reference §7.4 says, from scratch. */
export function signWebhook({ key, eventName, body, eventId = randomUUID(), tamper = (signature) => signature }: Omit<HandMadeWebhook, 'url'>): SignedWebhook {
  const text = JSON.stringify(body);
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', key).update(`${timestamp}.${text}.${eventId}.${eventName}.v201910.`).digest('hex');
  return {
    headers: {
      'content-type': 'application/json',
      'event-id': eventId,
      'event-name': eventName,
      'event-version': 'v201910',
      'smartrecruiters-timestamp': timestamp,
      'smartrecruiters-signature': `v1=${tamper(signature)}`,
    },
    text,
  };
}

/** Answers the status. */
export async function postWebhook({ url, ...webhook }: HandMadeWebhook): Promise<number> {
  const { headers, text } = signWebhook(webhook);
  const response = await fetch(url, { method: 'POST', headers, body: text, signal: AbortSignal.timeout(10_000) });
  await response.text();
  return response.status;
}
