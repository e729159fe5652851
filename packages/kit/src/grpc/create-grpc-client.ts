import {
  ChannelCredentials,
  ClientError,
  createChannel,
  createClientFactory,
  Metadata,
  Status,
  type CallOptions,
  type Client,
  type ClientMiddlewareCall,
  type CompatServiceDefinition,
} from 'nice-grpc';
import { errorDetailsClientMiddleware } from 'nice-grpc-error-details';

import { type ServiceIdentity } from '../auth/service-identity';
import { type Lifecycle } from '../lifecycle';
import { currentTraceparent } from '../trace';
import { startDeadline } from '../wait';
import { fromClientError } from './grpc-errors';
import { MAX_MESSAGE_BYTES } from './start-grpc-server';

/** What a call to another service needs to say beside its request. */
export interface CallAs {
  /** The tenant the call is about; none for calls about the installation. */
  tenantId?: string;
  /** Forward this token instead of the service's own: the call is a person's. */
  authorization?: string;
  /** How long the answer may take; 15 s where absent. */
  deadlineMs?: number;
}

const DEADLINE_MS = 15_000;
const CONNECT_MS = 5_000;

/** A server that answers UNAVAILABLE has not begun: the same call is sent again, up to three times within about a second. */
const serviceConfig = JSON.stringify({
  methodConfig: [
    {
      name: [{}],
      retryPolicy: { maxAttempts: 4, initialBackoff: '0.1s', maxBackoff: '1s', backoffMultiplier: 3, retryableStatusCodes: ['UNAVAILABLE'] },
    },
  ],
});

export type GrpcClient<Service extends CompatServiceDefinition> = Client<Service, CallAs>;

/**
 * A client of another service. Every call has a deadline, carries a token and the trace, and fails with an error of our taxonomy.
 */
export function createGrpcClient<Service extends CompatServiceDefinition>(
  definition: Service,
  address: string,
  identity: ServiceIdentity | undefined,
  lifecycle: Lifecycle,
): GrpcClient<Service> {
  async function* speakForService<Request, Response>(
    call: ClientMiddlewareCall<Request, Response>,
    { tenantId, authorization, deadlineMs, ...options }: CallOptions & Partial<CallAs>,
  ) {
    const metadata = Metadata(options.metadata);
    const bearer = authorization ?? (identity === undefined ? undefined : `Bearer ${await identity.token(tenantId)}`);
    if (bearer !== undefined) {
      metadata.set('authorization', bearer);
    }
    const traceparent = currentTraceparent();
    if (traceparent !== undefined) {
      metadata.set('traceparent', traceparent);
    }
    const deadline = startDeadline(deadlineMs ?? DEADLINE_MS, options.signal);
    try {
      return yield* call.next(call.request, { ...options, metadata, signal: deadline.signal });
    } catch (error) {
      if (deadline.hasPassed() && options.signal?.aborted !== true) {
        throw fromClientError(new ClientError(call.method.path, Status.DEADLINE_EXCEEDED, 'no answer in time')) ?? error;
      }
      throw error instanceof ClientError ? (fromClientError(error) ?? error) : error;
    } finally {
      deadline.end();
    }
  }

  const channel = createChannel(address, ChannelCredentials.createInsecure(), {
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    'grpc.service_config': serviceConfig,
    'grpc.initial_reconnect_backoff_ms': 100,
    // How long one attempt to connect may take; grpc-js alone would wait for ever (nice-grpc applies it).
    'grpc.min_reconnect_backoff_ms': CONNECT_MS,
    'grpc.max_reconnect_backoff_ms': 2_000,
    // A connection whose end never arrived is given up by the first call after this, or the next one.
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 5_000,
  });
  lifecycle.onClose(`channel to ${address}`, () => channel.close());
  return createClientFactory().use(errorDetailsClientMiddleware).use(speakForService).create(definition, channel);
}
