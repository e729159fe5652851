import { startInContainer, whyNoContainer } from './container';
import { startEmbeddedElasticsearch } from './embedded-elasticsearch';
import { startEmbeddedMongo } from './embedded-mongo';
import { startEmbeddedNats } from './embedded-nats';
import { type Engine, type EngineName, type EngineOptions } from './engine';

const variables: Record<EngineName, string> = { mongo: 'MONGO_URL', elasticsearch: 'ELASTICSEARCH_URL', nats: 'NATS_URL' };

const embedded: Record<EngineName, (options: EngineOptions) => Promise<Engine>> = {
  mongo: startEmbeddedMongo,
  elasticsearch: startEmbeddedElasticsearch,
  nats: startEmbeddedNats,
};

/**
 * The ladder: an address in the environment, then a container where Docker runs and the image can be had, then an embedded engine.
 * Says which it chose. Throws MissingToolError, one sentence, when there is none.
 */
export async function startEngine(name: EngineName, options: EngineOptions = {}): Promise<Engine> {
  const say = options.say ?? (() => undefined);
  const engine = await climb(name, options, say);
  say(`${name}: ${engine.kind}, ${engine.version}`);
  return engine;
}

async function climb(name: EngineName, options: EngineOptions, say: (line: string) => void): Promise<Engine> {
  const address = process.env[variables[name]];
  if (address !== undefined && address !== '') {
    return fromEnvironment(name, address);
  }
  const without = await whyNoContainer(name, say);
  return without === undefined ? startInContainer(name, options) : embedded[name](options);
}

/** One that somebody else started, and stops. */
export function fromEnvironment(name: EngineName, url: string): Engine {
  const cannot = () => Promise.reject(new Error(`${name} comes from the environment: it cannot be killed or restarted here.`));
  return {
    name,
    url,
    version: `as at ${variables[name]}`,
    kind: 'environment',
    pid: () => undefined,
    exited: () => new Promise(() => undefined),
    kill: cannot,
    restart: cannot,
    stop: () => Promise.resolve(),
  };
}
