import { combinedNames, latinNames, type NameCulture } from './spelling';

const women = latinNames(
  'Emily Sarah Jessica Emma Olivia Jennifer Elizabeth Katherine Rachel Megan Laura Hannah Rebecca Charlotte Amy Victoria Samantha Margaret Grace Nicole Heather Allison Stephanie Abigail Christina Danielle Fiona Alexandra Natalie Beatrice',
);
const men = latinNames(
  'James Michael David John Robert William Daniel Matthew Christopher Thomas Joseph Andrew Benjamin Joshua Alexander Samuel Nicholas Anthony Jonathan Edward Patrick Gregory Timothy Stephen Kenneth Philip Douglas Oliver Raymond Lawrence',
);
const common = latinNames(
  "Smith Johnson Williams Brown Jones Taylor Davis Miller Wilson Anderson Thomas Moore Martin Thompson White Clark Lewis Walker Hall Young King Wright Scott Green Baker Adams Campbell Mitchell Roberts Carter Phillips Evans Turner Parker Edwards Collins Stewart Morris Murphy Cook O'Brien Kelly Hughes MacDonald McCarthy Fitzgerald Ashworth-Hale",
);
const tail = combinedNames(
  latinNames('Ash Brom Carl Dun Ever Farn Green Hart Kings Lang Mar Nor Pem Rad Stan Thorn Wake Whit Yard Black'),
  latinNames('ley ford ton wood well by worth ham field bridge combe stead'),
);

export const englishNames: readonly NameCulture[] = [
  { code: 'en', share: 24, countries: ['US', 'US', 'GB', 'CA', 'AU', 'IE'], language: 'English', women, men, families: [...common, ...tail] },
];

/** What people call themselves beside their full given name. */
export const nicknames: Readonly<Record<string, readonly string[]>> = {
  Alexander: ['Alex', 'Sasha'], Alexandra: ['Alex', 'Sandra'], Andrew: ['Andy', 'Drew'], Anthony: ['Tony'], Benjamin: ['Ben'],
  Christina: ['Chris', 'Tina'], Christopher: ['Chris'], Daniel: ['Dan'], David: ['Dave'], Edward: ['Ed', 'Ted'],
  Elizabeth: ['Liz', 'Beth', 'Lisa'], Emily: ['Em'], Gregory: ['Greg'], James: ['Jim', 'Jamie'], Jennifer: ['Jen', 'Jenny'],
  Jessica: ['Jess'], John: ['Jack'], Jonathan: ['Jon'], Joseph: ['Joe'], Joshua: ['Josh'], Katherine: ['Kate', 'Kathy'],
  Kenneth: ['Ken'], Lawrence: ['Larry'], Margaret: ['Maggie', 'Peggy'], Matthew: ['Matt'], Michael: ['Mike'], Nicholas: ['Nick'],
  Nicole: ['Nicky'], Patrick: ['Pat'], Philip: ['Phil'], Raymond: ['Ray'], Rebecca: ['Becky'], Robert: ['Bob', 'Rob'],
  Samantha: ['Sam'], Samuel: ['Sam'], Stephanie: ['Steph'], Stephen: ['Steve'], Thomas: ['Tom'], Timothy: ['Tim'],
  Victoria: ['Vicky'], William: ['Bill', 'Will'], Aleksandr: ['Sasha', 'Alex'], Aleksandra: ['Sasha'], Ekaterina: ['Katya', 'Kate'],
  Mikhail: ['Misha', 'Michael'], Dmitry: ['Dima'], Anastasia: ['Nastya'], Krzysztof: ['Chris'], Małgorzata: ['Gosia'],
  Francisco: ['Paco'], José: ['Pepe'], Giuseppe: ['Beppe'], Maximilian: ['Max'], Katharina: ['Kathi'], Johannes: ['Hannes'],
};
