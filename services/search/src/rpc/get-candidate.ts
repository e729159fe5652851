import { ConsentState, type Attachment, type AttachmentView, type Candidate, type CandidateDetails, type GetCandidateRequest, type GetCandidateResponse } from '@secondlook/contracts';
import { NotFoundError, type Authenticated } from '@secondlook/kit';
import { type CallContext } from 'nice-grpc';

import { findLinkedinUrl, splitFacts, toCandidateDocument } from '../domain/candidate-document';
import { findHighlights } from '../domain/find-highlights';
import { type ShownJob } from '../domain/job-document';
import { parseQuery, type Query } from '../domain/query/parse-query';
import { toApplicationSummary } from './to-application-summary';
import { type Parts } from '.';

/** From the mirror itself, not from the index. A candidate that is missing, hidden, deleted or another tenant's: the same answer. */
export function createGetCandidate({ ingestion, findJobs }: Parts) {
  return async ({ candidateId, query }: GetCandidateRequest, { tenantId, signal }: Authenticated & CallContext): Promise<GetCandidateResponse> => {
    const parsed = parseQuery(query);
    const { candidates } = await ingestion.getCandidates({ candidateIds: [candidateId], includeTexts: true }, { tenantId, signal });
    const [candidate] = candidates;
    if (candidate === undefined || candidate.deleted || candidate.incomplete || candidate.outOfView || candidate.consentState === ConsentState.ENDED) {
      throw new NotFoundError('There is no such candidate.');
    }
    const jobs = await findJobs.shown(tenantId, candidate.applications.map(({ jobId }) => jobId), signal);
    return { candidate: toDetails(candidate, jobs, parsed) };
  };
}

function toDetails(candidate: Candidate, jobs: ReadonlyMap<string, ShownJob>, query: Query): CandidateDetails {
  const { candidateId, version, name, location, atsUpdatedTime, mirroredTime, email, phone, links, positions, education, tags, decision } = candidate;
  const shown = toCandidateDocument(candidate, new Date())?.shown;
  const facts = candidate.facts?.facts ?? [];
  return {
    candidateId,
    version,
    name,
    headline: shown?.headline ?? '',
    location,
    atsUpdatedTime,
    mirroredTime,
    applications: (shown?.applications ?? []).map((application) => toApplicationSummary(application, jobs.get(application.job_id))),
    contactInfo: { email, phone, links },
    attachments: candidate.attachments.map((attachment) => toAttachmentView(attachment, query)),
    positions,
    education,
    tags,
    decision,
    facts,
    linkedinUrl: findLinkedinUrl(splitFacts(facts)),
  };
}

function toAttachmentView({ attachmentId, name, type, contentType, sizeBytes, textState, textError, text }: Attachment, query: Query): AttachmentView {
  const pages = (text?.pages ?? []).map((page) => ({ text: page, highlights: findHighlights(query.tree, page) }));
  return { attachmentId, name, type, contentType, sizeBytes, textState, textError, pages };
}
