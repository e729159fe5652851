import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { createCharts, environments, ROOT, type Charts } from './support/render-chart';

describe('the chart', () => {
  let charts: Charts;
  beforeAll(async () => {
    charts = await createCharts();
  }, 600_000);

  it.each(environments)('is taken by a strict helm lint with the values of deploy/%s', (environment) => {
    expect(charts.lint(environment)).toBe('');
  });

  // GOLDENS=write npm run test:charts
  it.each(environments)('renders what deploy/%s/rendered.yaml shows', (environment) => {
    const golden = join(ROOT, 'deploy', environment, 'rendered.yaml');
    const rendered = charts.render(environment);
    if (process.env['GOLDENS'] === 'write') {
      writeFileSync(golden, rendered);
    }
    expect(existsSync(golden) ? readFileSync(golden, 'utf8') : '').toBe(rendered);
  });

  it.each([
    ['a service that is none', 'conector.replicas=2', "'conector' not allowed"],
    ['an option that is none', 'connector.replica=2', "'replica' not allowed"],
    ['a global option that is none', 'global.image.tga=1', "at '/global/image': additional properties 'tga' not allowed"],
    ['a setting that the service does not read', 'connector.settings.SYNC_FUL_EVERY_MS=1', "'SYNC_FUL_EVERY_MS' not allowed"],
    ['a setting of another service', 'search.settings.ATS_ALLOWED_HOSTS=x', "'ATS_ALLOWED_HOSTS' not allowed"],
    ['a number of replicas that is none', 'connector.replicas=two', "at '/replicas': got string, want integer"],
    ['a memory limit in a unit that is none', 'search.resources.limits.memory=512MB', "at '/resources/limits/memory'"],
    ['the image "latest"', 'global.image.tag=latest', "at '/global/image/tag'"],
    ['a password among the values', 'global.stores.mongo.url=mongodb://u:p@h', "at '/global/stores/mongo/url'"],
    ['an Ingress without a host', 'webhook-gateway.ingress.enabled=true', "at '/ingress/host'"],
    ['search to the outside without TLS', 'search.ingress.enabled=true', "at '/search/ingress/tlsSecret'"],
    ['a console at which nobody could sign in', 'console.enabled=true', "missing property 'DEVELOPMENT_ISSUER_URL'"],
    ['webhooks at no address', 'connector.settings.WEBHOOK_BASE_URL=', "at '/connector/settings/WEBHOOK_BASE_URL'"],
    ['a caller that is no service', 'networkPolicy.callers.serch=[]', "'serch' not allowed"],
  ])('refuses %s, and says where', (_what, values, words) => {
    expect(charts.refusal('local', '--set', values)).toContain(words);
  });
});
