import { countries } from './cities';

export interface Company {
  /** Without its legal form. */
  readonly name: string;
  readonly legalForm: string;
  readonly initials: string;
  readonly countryCode: string;
  readonly domain: string;
  readonly sector: Sector;
}

export interface Sector {
  readonly word: string;
  readonly industry: string;
}

const stems =
  'Brightmoor Calderon Oakhelm Vantrell Nordhaven Quillon Silverbeck Tamarisk Halcrow Ferndale Aurelio Kestrel Lumora Marwick Solvane Trellis Umbra Wexford Zephyra Arkwell Bluepeak Corvanta Dunmore Eastgate Fairlane Glenrock Harrowgate Ironvale Junipero Kingsmere Larkspur Meridiana Northlake Orchardia Pinecrest Quartzline Redfern Stonebridge Thornbury Underhill Valebrook Westerly Yarrow Ashgrove Birchline Copperfield Deltora Emberly Foxglove Greyline Heathrow Inverness Jadewell Kirkwall Lindenhof Mossbank Nightingale Opaline Primrose Rivermark'.split(' ');

const sectors: readonly Sector[] = [
  { word: 'Software', industry: 'Software' }, { word: 'Logistics', industry: 'Logistics' }, { word: 'Analytics', industry: 'Information services' },
  { word: 'Health', industry: 'Health care' }, { word: 'Foods', industry: 'Food and beverages' }, { word: 'Energy', industry: 'Energy' },
  { word: 'Robotics', industry: 'Machinery' }, { word: 'Media', industry: 'Media' }, { word: 'Capital', industry: 'Financial services' },
  { word: 'Insurance', industry: 'Insurance' }, { word: 'Pharma', industry: 'Pharmaceuticals' }, { word: 'Retail', industry: 'Retail' },
  { word: 'Systems', industry: 'Information technology' }, { word: 'Construction', industry: 'Construction' }, { word: 'Mobility', industry: 'Automotive' },
  { word: 'Telecom', industry: 'Telecommunications' }, { word: 'Consulting', industry: 'Consulting' }, { word: 'Hotels', industry: 'Hospitality' },
  { word: 'Aerospace', industry: 'Aviation' }, { word: 'Learning', industry: 'Education' }, { word: 'Bank', industry: 'Banking' },
  { word: 'Biotech', industry: 'Biotechnology' }, { word: 'Games', industry: 'Computer games' }, { word: 'Textiles', industry: 'Textiles' },
  { word: 'Staffing', industry: 'Staffing' },
];

const legalForms: Readonly<Record<string, readonly string[]>> = {
  US: ['Inc.', 'LLC', 'Corp.'], GB: ['Ltd', 'plc'], CA: ['Inc.'], AU: ['Pty Ltd'], IE: ['Ltd'], DE: ['GmbH', 'AG', 'GmbH & Co. KG'],
  AT: ['GmbH'], CH: ['AG', 'SA'], NL: ['B.V.', 'N.V.'], BE: ['NV', 'SA'], SE: ['AB'], NO: ['AS'], DK: ['A/S'], FI: ['Oy'],
  FR: ['SAS', 'S.A.'], ES: ['S.L.', 'S.A.'], MX: ['S.A. de C.V.'], BR: ['Ltda.', 'S.A.'], PT: ['Lda.'], IT: ['S.r.l.', 'S.p.A.'],
  PL: ['Sp. z o.o.', 'S.A.'], CZ: ['s.r.o.'], HU: ['Kft.'], TR: ['A.Ş.'], JP: ['K.K.'], KR: ['Co., Ltd.'], CN: ['Co., Ltd.'],
  IN: ['Pvt. Ltd.', 'Ltd.'], SG: ['Pte. Ltd.'], IL: ['Ltd.'], RO: ['S.R.L.'], UA: ['LLC'],
};

/** The biggest economies of the population first: the share of companies follows. */
const homes = 'US DE US GB IN FR US NL PL ES CN BR US JP IT CA SE DE GB CH'.split(' ');

export const COMPANY_COUNT = 600;

const createCompany = (index: number): Company => {
  const row = Math.floor(index / stems.length);
  const stem = stems[index % stems.length] ?? '';
  const sector = sectors[(row * 3 + (index % stems.length)) % sectors.length] ?? { word: '', industry: '' };
  const home = index % 4 === 3 ? countries[(index * 7) % countries.length]?.code : homes[index % homes.length];
  const countryCode = home ?? 'US';
  const forms = legalForms[countryCode] ?? ['Ltd'];
  const name = `${stem} ${sector.word}`;
  return {
    name,
    sector,
    countryCode,
    legalForm: forms[row % forms.length] ?? 'Ltd',
    initials: `${stem.slice(0, 1)}${sector.word.slice(0, 1)}`,
    domain: `${name.toLowerCase().replaceAll(' ', '-')}.example`,
  };
};

/** One business world for all populations, biggest employer first: people of different accounts worked at the same places. */
export const companies: readonly Company[] = Array.from({ length: COMPANY_COUNT }, (_, index) => createCompany(index));

const byCountry = Map.groupBy(companies, (company) => company.countryCode);

/** Employers with their seat in the country; everyone's, where there is none. */
export const companiesIn = (countryCode: string): readonly Company[] => byCountry.get(countryCode) ?? companies;
