import { createGrpcClient, type GrpcClient, type Lifecycle } from '@secondlook/kit';
import { type CompatServiceDefinition } from 'nice-grpc';

/** How a call gets to the other process: it may never arrive, or its answer be lost. */
export type Carry = <T>(call: () => Promise<T>) => Promise<T>;

/** A client of a service that is in this process: its calls go to the implementation, as they would over gRPC. */
export function createInProcessClient<Definition extends CompatServiceDefinition>(definition: Definition, implementation: object, carry: Carry, lifecycle: Lifecycle): GrpcClient<Definition> {
  const client = createGrpcClient(definition, 'nowhere.invalid:1', undefined, lifecycle);
  const methods = Object.entries<unknown>({ ...definition.methods }).map(([name, method]) => {
    const handler: unknown = Reflect.get(implementation, name);
    const requestType: unknown = typeof method === 'object' && method !== null ? Reflect.get(method, 'requestType') : undefined;
    const call = async (request: unknown, options: unknown): Promise<unknown> => {
      if (typeof handler !== 'function') {
        throw new Error(`The stand does not serve ${name}.`);
      }
      const full = toFull(requestType, request);
      return carry(() => Promise.resolve(Reflect.apply(handler, undefined, [full, options])));
    };
    return [name, call] as const;
  });
  return Object.assign(client, Object.fromEntries(methods));
}

/** As what arrives: every field is there. */
function toFull(type: unknown, request: unknown): unknown {
  const fromPartial: unknown = typeof type === 'object' && type !== null ? Reflect.get(type, 'fromPartial') : undefined;
  return typeof fromPartial === 'function' ? Reflect.apply(fromPartial, type, [request]) : request;
}
