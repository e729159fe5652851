import { accessRules } from '@secondlook/contracts';
import { isAbortError } from 'abort-controller-x';
import { createServer, ServerError, Status, type CallContext, type CompatServiceDefinition, type Server, type ServerMiddlewareCall } from 'nice-grpc';
import { errorDetailsServerMiddleware } from 'nice-grpc-error-details';
import { HealthDefinition, HealthServiceImpl } from 'nice-grpc-server-health';

import { createAuthenticator, type AuthenticatorSettings } from '../auth/authenticator';
import { requireAccess, type Caller } from '../auth/caller';
import { type Running } from '../run-service';
import { inSpan, SpanKind } from '../trace';
import { withDeadline } from '../wait';
import { addReflection } from './add-reflection';
import { toServerError } from './grpc-errors';

/** What every handler gets beside its request. */
export interface Authenticated {
  readonly caller: Caller;
  /** The caller's tenant. Empty on calls about the installation. */
  readonly tenantId: string;
}

export type Context = CallContext & Authenticated;

export interface GrpcServerConfig extends AuthenticatorSettings {
  readonly GRPC_PORT: number;
  readonly GRPC_REFLECTION: boolean;
  readonly LISTEN_HOST: string;
}

/** Messages larger than this are refused, in both directions. */
export const MAX_MESSAGE_BYTES = 16 << 20;
const FINISH_MS = 20_000;
/** These say nothing about anybody and are for tools: health checks and grpcurl. */
const OPEN_TO_ALL = /^\/grpc\.(health|reflection)\./;
const ANYBODY: Caller = { subject: 'anybody', roles: [], tenantId: undefined };

export interface GrpcServerParts {
  /** Rejects for a tenant that is unknown or removed; asked before every call that is about a tenant. */
  readonly requireTenant: (tenantId: string) => Promise<unknown>;
}

/** Serves gRPC until the process stops. `addServices` adds the implementations. Returns the port. */
export async function startGrpcServer(
  { config, log, lifecycle, metrics }: Running<GrpcServerConfig>,
  addServices: (server: Pick<Server<Authenticated>, 'add'>) => void,
  { requireTenant }: GrpcServerParts,
): Promise<number> {
  const authenticate = createAuthenticator(config);
  const duration = metrics.duration('grpc_server_seconds', 'Time to answer a call', ['method', 'code']);

  async function* observe<Request, Response>(call: ServerMiddlewareCall<Request, Response>, context: CallContext) {
    const stopTimer = duration.startTimer({ method: call.method.path });
    const traceparent = context.metadata.get('traceparent');
    let code: Status = Status.OK;
    try {
      if (call.responseStream) {
        return yield* call.next(call.request, context);
      }
      return await inSpan(call.method.path, { traceparent, kind: SpanKind.SERVER }, () => lastOf(call.next(call.request, context)));
    } catch (error) {
      // Drivers have names of their own for what ended because the caller has gone.
      if (isAbortError(error) || context.signal.aborted) {
        code = Status.CANCELLED;
        throw new ServerError(code, 'the caller has gone');
      }
      const translated = error instanceof ServerError ? error : toServerError(error);
      if (translated === undefined) {
        log.error({ err: error, method: call.method.path }, 'a call failed by a defect');
      }
      const answered = translated ?? new ServerError(Status.INTERNAL, 'internal error');
      code = answered.code;
      throw answered;
    } finally {
      stopTimer({ code: Status[code] });
    }
  }

  async function* authorise<Request, Response>(call: ServerMiddlewareCall<Request, Response, Authenticated>, context: CallContext) {
    if (OPEN_TO_ALL.test(call.method.path)) {
      return yield* call.next(call.request, { ...context, caller: ANYBODY, tenantId: '' });
    }
    const caller = await authenticate(context.metadata.get('authorization'));
    const rule = accessRules[call.method.path];
    requireAccess(caller, rule);
    if (rule?.scope === 'tenant') {
      await requireTenant(caller.tenantId ?? '');
    }
    return yield* call.next(call.request, { ...context, caller, tenantId: caller.tenantId ?? '' });
  }

  const server = createServer({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
  })
    .use(errorDetailsServerMiddleware)
    .use(observe)
    .use(authorise);
  const served: string[] = [];
  addServices({
    add(definition, implementation) {
      served.push(...namesOf(definition));
      server.add(definition, implementation);
    },
  });
  server.add(HealthDefinition, HealthServiceImpl());
  if (config.GRPC_REFLECTION) {
    await addReflection(server, served);
  }
  const port = await server.listen(`${config.LISTEN_HOST}:${config.GRPC_PORT}`);
  lifecycle.onClose('gRPC server', async () => {
    // An open stream may outlast any patience: what has not finished in time is cut.
    await withDeadline(server.shutdown(), FINISH_MS, () => new Error('calls did not finish in time')).catch(() => server.forceShutdown());
  });
  log.info({ grpcPort: port }, 'serving gRPC');
  return port;
}

/** Our definitions are ts-proto's, which carry their names. */
function namesOf(definition: CompatServiceDefinition): string[] {
  return 'fullName' in definition && typeof definition.fullName === 'string' ? [definition.fullName] : [];
}

/** The result of a unary call, which nice-grpc wraps in a generator. */
async function lastOf<Response>(generator: AsyncGenerator<never, Response, undefined>): Promise<Response> {
  const { value } = await generator.next();
  return value;
}
