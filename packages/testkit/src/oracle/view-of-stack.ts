import { join } from 'node:path';

import { type Stack } from '../stack/start-stack';
import { type StackView } from './view';

export function viewOf({ options, clients, as, sandbox, engines, services, logFolder }: Stack): StackView {
  return {
    tenants: options.tenants.map(({ tenant }) => tenant),
    clients,
    as,
    sandbox,
    mongoUrl: engines.mongo.url,
    elasticsearchUrl: engines.elasticsearch.url,
    natsUrl: engines.nats.url,
    logFiles: [...services.keys()].map((name) => join(logFolder, `${name}.log`)),
    restarts: [...services.values()].reduce((sum, service) => sum + service.restarts(), 0),
  };
}
