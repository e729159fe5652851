import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createChannel, createClient, createServer, type Channel } from 'nice-grpc';
import { ServerReflectionService } from 'nice-grpc-server-reflection';
import { ServerReflectionRequest } from 'nice-grpc-server-reflection/lib/proto/grpc/reflection/v1/reflection_pb';

import { addReflection } from './add-reflection';
import { type Authenticated } from './start-grpc-server';

const SERVED = ['secondlook.ops.v1.OpsService', 'secondlook.search.v1.SearchService'];

describe('gRPC reflection', () => {
  const server = createServer().use<Authenticated>(async function* (call, context) {
    return yield* call.next(call.request, { ...context, caller: { subject: 'anybody', roles: [], tenantId: undefined }, tenantId: '' });
  });
  let channel: Channel;

  beforeAll(async () => {
    await addReflection(server, SERVED);
    channel = createChannel(`127.0.0.1:${await server.listen('127.0.0.1:0')}`);
  });
  afterAll(async () => {
    channel.close();
    await server.shutdown();
  });

  it.each(['v1', 'v1alpha'])('lists the services that are served here, and no others, to a client of %s', async (version) => {
    const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
    const client = createClient({ serverReflectionInfo: { ...ServerReflectionService.serverReflectionInfo, path, options: {} } }, channel);
    const names: string[] = [];
    for await (const answer of client.serverReflectionInfo(listServices())) {
      names.push(...(answer.getListServicesResponse()?.getServiceList() ?? []).map((service) => service.getName()));
    }
    expect(names.sort()).toEqual(SERVED);
  });
});

async function* listServices() {
  const request = new ServerReflectionRequest();
  request.setListServices('');
  yield await Promise.resolve(request);
}
