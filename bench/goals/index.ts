import { type Goal } from '../goal';
import { matching } from './matching';
import { fullSync } from './p1-full-sync';
import { killsCostCalls } from './p2-kills-cost-calls';
import { incrementalPasses } from './p3-incremental-passes';
import { webhookToSearch } from './p5-webhook-to-search';
import { webhookAck } from './p6-webhook-ack';
import { reconcileCalls } from './p8-reconcile';
import { reference } from './p15-reference';
import { schedules } from './rel-1-schedules';
import { acknowledgedWebhooks } from './rel-3-acknowledged-webhooks';
import { poison } from './rel-6-poison';
import { withoutElasticsearch } from './rel-8-without-elasticsearch';
import { indexRebuilt } from './rel-9-index-rebuilt';
import { mutatedWebhooks } from './sec-4-mutated-webhooks';

export const goals: readonly Goal[] = [
  fullSync,
  killsCostCalls,
  incrementalPasses,
  webhookToSearch,
  webhookAck,
  reconcileCalls,
  reference,
  schedules,
  acknowledgedWebhooks,
  poison,
  withoutElasticsearch,
  indexRebuilt,
  mutatedWebhooks,
  matching,
];
