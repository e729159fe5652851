import { parseArgs } from 'node:util';

import { Capability, type ExportJob, type TestCandidate } from '@secondlook/contracts';

import { common, printRows, tenantOf, type Command } from './command';

const DEADLINE_MS = 70_000;
const VERBS = ['on', 'off', 'jobs', 'send', 'remove'];

/** Sending a test candidate to a job of the ATS: `on` lets the connection, `jobs` finds a job, `send` and `remove` name it. */
export const exportCommand: Command = {
  usage: `(on | off | jobs ["<words>"] | send <job> | remove <job>) [--connection ID] [--limit N] [--tenant T] [--json]`,
  async run(args, context) {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { ...common, connection: { type: 'string' }, limit: { type: 'string', default: '20' } } });
    const [verb = '', text = ''] = positionals;
    if (!VERBS.includes(verb)) {
      throw new Error(`"export ${verb}" is not known: try ${this.usage}`);
    }
    const { connector } = context.view.clients;
    const as = { ...context.view.as(tenantOf(context, values.tenant)), deadlineMs: DEADLINE_MS };
    const [first] = (await connector.listConnections({}, as)).connections;
    const connectionId = values.connection ?? first?.connectionId ?? '';
    if (verb === 'on' || verb === 'off') {
      await connector.updateConnection({ connectionId, capabilities: { capabilities: verb === 'on' ? [Capability.EXPORT] : [] } }, as);
      const { connection } = await connector.verifyConnection({ connectionId }, as);
      printRows([{ id: connectionId, uses: connection?.capabilities.join(' '), verified: connection?.verification?.outcome, message: connection?.verification?.message }], values.json);
    } else if (verb === 'jobs') {
      const { jobs, totalSize } = await connector.listExportJobs({ connectionId, words: text, pageSize: Number(values.limit) }, as);
      printRows(jobs.map(toRow), values.json);
      if (!values.json) {
        console.log(`${totalSize} open jobs found`);
      }
    } else {
      const { testCandidate } = verb === 'send' ? await connector.sendTestCandidate({ connectionId, jobId: text }, as) : await connector.removeTestCandidate({ connectionId, jobId: text }, as);
      printRows(testCandidate === undefined ? [] : [describe(testCandidate)], values.json);
    }
  },
};

function toRow({ jobId, title, reference, status, department, testCandidate }: ExportJob) {
  return { job: jobId, title, reference, status, department, test: testCandidate?.state ?? '' };
}

function describe({ state, firstName, lastName, email, candidateExternalId, problem }: TestCandidate) {
  return { state, name: `${firstName} ${lastName}`, email, 'id at the ATS': candidateExternalId, problem };
}
