import { descriptorSet } from '@secondlook/contracts';
import { type Server } from 'nice-grpc';

import { type Authenticated } from './start-grpc-server';

/** Clients disagree on the name; the messages are the same. grpcurl asks for v1, Python's package knows v1alpha only. */
const OLDER_PATH = '/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo';

/** Answers gRPC reflection, about the services that are served here and no others. */
export async function addReflection(server: Server<Authenticated>, served: readonly string[]): Promise<void> {
  const { ServerReflection, ServerReflectionService } = await import('nice-grpc-server-reflection');
  const reflection = ServerReflection(descriptorSet, served);
  server.add(ServerReflectionService, reflection);
  server.add({ serverReflectionInfo: { ...ServerReflectionService.serverReflectionInfo, path: OLDER_PATH, options: {} } }, reflection);
}
