/** Few words, so that queries find somebody; each is here for what it may get wrong. */
export const WORDS = [
  'engineer', 'engineers', 'engineering', 'manager', 'managers', 'management', 'manage', 'intern', 'interns', 'internal', 'university', 'universal',
  'data', 'date', 'java', 'Java', 'javas', 'sales', 'pre-sales', 'presales', 'sale', 'front-end', 'frontend', 'end', 'front', 'co-op', 'full-stack-web',
  'C++', 'C#', 'C', '.NET', 'net', 'node.js', 'nodejs', 'js', 'node', 'R&D', 'R', 'AT&T', 'UI/UX', 'ux', 'CI/CD', '401(k)', 'ASP.NET', 'asp', 'C/C++', 'T-SQL', 'k8s',
  'nurse', 'nurses', 'nursing', 'café', 'cafe', "O'Brien", 'obrien', 'naïve', 'Straße', 'strasse', '王小明', '小明', '明', 'ワタナベ', 'ナ', '개발자', 'がく', 'かく', 'инженер', 'Инженеры', 'מהנדס',
  'IT', 'US', 'no', 'ab', 'abc', 'acb', 'abcd', 'X1', 'senior', 'seniors', 'a/b', 'B2B', 'e.g', '3.5', '24', 'Java王',
] as const;

export const STOP_WORDS = ['a', 'an', 'the', 'of', 'for', 'to', 'and', 'with', 'at', 'on', 'by', 'from', 'in', 'is', 'are'] as const;

export const COMPANIES = ['Banks', 'Bank of Acme', 'Acme', 'acme ', 'Müller GmbH', 'Mueller GmbH', 'AT&T', 'Pre-Sales Inc.', 'Engineering Managers', '王小明', 'The Acme', 'Yahoo!', 'H&M'] as const;
export const SCHOOLS = ['University of Acme', 'École Polytechnique', 'MIT', 'Universität Zürich', 'Nursing School', 'A&M'] as const;
export const FAMILY_NAMES = ['Müller', 'Mueller', 'Muller', "O'Brien", 'O’Brien', 'OBrien', 'Banks', 'Engineer', 'García-López', 'Garcia', '王', 'Øster', 'Łukasz', 'van der Berg', 'Köhler', 'Koehler', ''] as const;
export const GIVEN_NAMES = ['José', 'Jose', 'JOSE\u0301', 'Jürgen', 'Juergen', 'Jurgen', '小明', 'Anna-Lena', 'Anna', 'Lena', 'Java', 'Jöel', ''] as const;
export const PLACES = [
  ['Portland, Oregon, US', 'Portland', 'OR', 'United States', 'US'],
  ['', 'Zürich', 'ZH', 'Switzerland', 'CH'],
  ['Remote', '', '', '', ''],
  ['', '', 'Berlin', 'Germany', 'DE'],
  ['New York, NY', 'New York', 'NY', '', ''],
] as const;
export const LABELS = ['LinkedIn', 'In review', 'On hold', 'No show', 'Referral of a friend', 'Phone screen', 'The other', 'Not qualified'] as const;
export const STATUSES = ['LEAD', 'NEW', 'IN_REVIEW', 'INTERVIEW', 'OFFERED', 'HIRED', 'REJECTED', 'WITHDRAWN'] as const;
export const LANGUAGES = ['English', 'Deutsch', 'Français', 'Français (native)'] as const;
export const TAGS = ['vip', 'silver-medal', 'do not call', 'R&D', 'engineers'] as const;
export const HANDLES = ['jane-doe', 'john', 'josé', 'x1'] as const;
export const PHONES = ['+1 (503) 555-0101', '5035550101', '0049 30 1234567', '555-0101', '12'] as const;
