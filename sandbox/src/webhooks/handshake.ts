import { type CallbackClient } from './post-callback';

/** API reference §7.2; real at any time scale. */
const HANDSHAKE_DEADLINE_MS = 20_000;

export interface HandshakeResult {
  readonly status: number;
  readonly isAccepted: boolean;
  readonly ms: number;
}

/** Asks the subscriber to send a secret back: HTTP 200 and the same `X-Hook-Secret`. No body, no signature. */
export const shakeHands = async (client: CallbackClient, callbackUrl: string, secret: string): Promise<HandshakeResult> => {
  const { status, hookSecret, ms } = await client.post(callbackUrl, { 'X-Hook-Secret': secret }, '', HANDSHAKE_DEADLINE_MS);
  return { status, isAccepted: status === 200 && hookSecret === secret, ms };
};
