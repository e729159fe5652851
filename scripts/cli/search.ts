import { parseArgs } from 'node:util';

import { type ApplicationSummary } from '@secondlook/contracts';

import { common, printRows, tenantOf, type Command } from './command';

const MAX_PAGE = 100;

/** Candidates, or with --profiles the public library. */
export const search: Command = {
  usage: '"<query>" [--tenant T] [--profiles] [--status X …] [--limit N] [--json]',
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { ...common, profiles: { type: 'boolean', default: false }, status: { type: 'string', multiple: true, default: [] }, limit: { type: 'string', default: '20' } },
    });
    const tenant = tenantOf(context, values.tenant);
    const [query = ''] = positionals;
    const limit = Number(values.limit);
    const { view } = context;
    const rows: object[] = [];
    let total = 0;
    let leftOut = 0;
    for (let pageToken = ''; rows.length < limit; ) {
      const request = { query, pageSize: Math.min(MAX_PAGE, limit - rows.length), pageToken };
      const page = values.profiles
        ? await view.clients.search.searchProfiles(request, view.as(tenant))
        : await view.clients.search.searchCandidates({ ...request, filters: { status: { anyOf: values.status } } }, view.as(tenant));
      rows.push(...page.hits.map((hit) => (values.json ? hit : toRow(hit))));
      total = page.totalSize;
      leftOut = 'consentEndedSize' in page ? page.consentEndedSize : 0;
      pageToken = page.nextPageToken;
      if (pageToken === '') {
        break;
      }
    }
    printRows(rows, values.json);
    if (!values.json) {
      console.log(`${rows.length} of ${total}${leftOut === 0 ? '' : `; ${leftOut} left out because their consent ended`}`);
    }
  },
};

interface Hit {
  readonly name: string;
  readonly headline: string;
  readonly location: string;
  readonly candidateId?: string;
  readonly profileId?: string;
  readonly applications?: readonly ApplicationSummary[];
  readonly linkedinUrl?: string;
}

function toRow({ candidateId, profileId, name, headline, location, applications, linkedinUrl }: Hit) {
  const application = applications?.find(({ primary }) => primary) ?? applications?.[0];
  return {
    id: candidateId ?? profileId,
    name,
    headline,
    location,
    ...(application === undefined ? {} : { application: `${application.jobTitle} – ${[application.status, application.subStatus].filter((part) => part !== '').join(', ')}` }),
    ...(linkedinUrl === undefined ? {} : { profile: linkedinUrl }),
  };
}
