import { type Account } from '../domain/account';
import { InvalidInputError, NotFoundError } from '../domain/errors';
import { type CandidateProperty, type SourceType, type SourceValue } from '../domain/population/reference-lists';
import { toPropertyDefinition, toReferenceBodies, toListedSource } from '../domain/served-reference';
import { ok, type Answer } from '../http/exchange';
import { wholeList, type ApiRequest, type ApiRoute } from './api-route';
import { parseLimit, parseOffset, parseText } from './query-parameters';

const PERMISSIONS = ['configuration_read'] as const;

const getSourceType = (account: Account, id: string): SourceType => {
  const type = account.population.lists.sourceTypes.find((one) => one.id === id);
  if (type === undefined) throw new InvalidInputError('SOURCE_TYPE_INVALID', 'No such source type');
  return type;
};

const valuesOf = (type: SourceType, subType: string | undefined): readonly SourceValue[] => {
  if (subType !== undefined && !type.subTypes.includes(subType)) throw new InvalidInputError('SOURCE_TYPE_AND_SUBTYPE_INVALID', 'The type has no such sub-type');
  return type.values.filter((value) => subType === undefined || value.subType === subType);
};

const listSources = (account: Account, { parameter, query }: ApiRequest): Answer => {
  const limit = parseLimit(query, 100);
  const offset = parseOffset(query);
  const values = valuesOf(getSourceType(account, parameter('sourceType')), parseText(query, 'sourceSubType'));
  const { toUrl, toSourcePath } = account.addresses;
  const content = values.slice(offset, offset + limit).map((value) => toListedSource(value, toUrl, toSourcePath));
  return ok({ totalFound: values.length, limit, offset, content });
};

const getSource = (account: Account, { parameter, query }: ApiRequest): Answer => {
  const type = getSourceType(account, parameter('sourceType'));
  const subType = parseText(query, 'sourceSubType');
  if (subType === undefined && type.subTypes.length > 1) throw new InvalidInputError('SUBTYPE_REQUIRED', 'The type has several sub-types');
  const value = valuesOf(type, subType).find(({ id }) => id === parameter('id'));
  if (value === undefined) throw new NotFoundError('SOURCE_NOT_FOUND', 'Source not found');
  const { toUrl, toSourcePath } = account.addresses;
  return ok(toListedSource(value, toUrl, toSourcePath));
};

const sourceRoutes = (account: Account): readonly ApiRoute[] => {
  const path = '/configuration/sources/{sourceType}/values';
  return [
    { method: 'GET', template: path, permissions: PERMISSIONS, answer: (request) => listSources(account, request) },
    { method: 'GET', template: `${path}/{id}`, permissions: PERMISSIONS, answer: (request) => getSource(account, request) },
    {
      method: 'GET',
      template: '/configuration/sources/{sourceIdentifier}',
      permissions: PERMISSIONS,
      answer: ({ parameter }) => {
        const source = account.sources.find(({ id }) => id === parameter('sourceIdentifier'));
        if (source === undefined) throw new NotFoundError('SOURCE_NOT_FOUND', 'Source not found');
        return ok({ label: source.label, type: { id: source.type }, subType: { id: source.subType } });
      },
    },
  ];
};

const getProperty = (account: Account, id: string): CandidateProperty => {
  const property = account.population.lists.candidateProperties.find((one) => one.id === id);
  if (property === undefined) throw new NotFoundError('PROPERTY_NOT_FOUND', 'Candidate property not found');
  return property;
};

const propertyRoutes = (account: Account): readonly ApiRoute[] => [
  {
    method: 'GET',
    template: '/configuration/candidate-properties/{id}',
    permissions: PERMISSIONS,
    answer: ({ parameter }) => ok(toPropertyDefinition(getProperty(account, parameter('id')), account.addresses.toUrl)),
  },
  {
    method: 'GET',
    template: '/configuration/candidate-properties/{id}/values',
    permissions: PERMISSIONS,
    answer: ({ parameter }) => {
      const { type, values } = getProperty(account, parameter('id'));
      if (type !== 'SINGLE_SELECT') throw new InvalidInputError('CANDIDATE_PROPERTY_NOT_SINGLE_SELECT', 'Only a SINGLE_SELECT property has values');
      return wholeList(values.map(({ id, label }) => ({ id, label })));
    },
  },
];

const companyRoute = (companyIdentifier: string): ApiRoute => ({
  method: 'GET',
  template: '/configuration/company',
  permissions: ['company_read', ...PERMISSIONS],
  answer: () =>
    ok({
      identifier: companyIdentifier,
      name: companyIdentifier.slice(0, 1).toUpperCase() + companyIdentifier.slice(1),
      location: { country: 'Germany', countryCode: 'DE', city: 'Berlin', region: 'Berlin' },
      website: `https://${companyIdentifier}.example`,
      industry: { id: 'computer_software', label: 'Computer Software' },
      logo: `https://${companyIdentifier}.example/logo.png`,
    }),
});

/** API reference §9. */
export const createConfigurationRoutes = (account: Account, companyIdentifier: string): readonly ApiRoute[] => {
  const bodies = Object.entries(toReferenceBodies(account.population.lists, account.addresses.toUrl));
  const listRoutes = bodies.map(
    ([name, body]): ApiRoute => ({ method: 'GET', template: `/configuration/${name}`, permissions: PERMISSIONS, answer: () => ok(body) }),
  );
  return [companyRoute(companyIdentifier), ...listRoutes, ...sourceRoutes(account), ...propertyRoutes(account)];
};
