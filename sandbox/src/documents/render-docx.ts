import { strToU8, zipSync } from 'fflate';
import { type DocumentLine, type LineStyle, type SetDocument } from '../domain/population/resume';

const CONTENT_TYPES = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>`;

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** The same document gives the same bytes: no time of its own. A zip keeps local time, which this is, wherever it is made. */
const CREATED = new Date(2026, 9, 1, 12);

const styles: Readonly<Record<LineStyle, { readonly id: string; readonly halfPoints: number; readonly isBold: boolean }>> = {
  name: { id: 'Title', halfPoints: 36, isBold: true },
  heading: { id: 'Heading1', halfPoints: 24, isBold: true },
  strong: { id: 'Heading2', halfPoints: 21, isBold: true },
  body: { id: 'Normal', halfPoints: 20, isBold: false },
  small: { id: 'Small', halfPoints: 18, isBold: false },
};

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters XML cannot hold are left out. */
const escape = (text: string): string =>
  text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '').replace(/[&<>"]/g, (letter) => entities[letter] ?? letter);

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

const toRun = (text: string): string => {
  const direction = RIGHT_TO_LEFT.test(text) ? '<w:rPr><w:rtl/></w:rPr>' : '';
  return `<w:r>${direction}<w:t xml:space="preserve">${escape(text)}</w:t></w:r>`;
};

const toParagraph = ({ text, style, link }: DocumentLine, linkIds: ReadonlyMap<string, string>): string => {
  const run = toRun(text);
  const content = link === undefined ? run : `<w:hyperlink r:id="${linkIds.get(link) ?? ''}">${run}</w:hyperlink>`;
  const direction = RIGHT_TO_LEFT.test(text) ? '<w:bidi/>' : '';
  return `<w:p><w:pPr><w:pStyle w:val="${styles[style].id}"/>${direction}</w:pPr>${content}</w:p>`;
};

const stylesPart = (): string => {
  const one = ({ id, halfPoints, isBold }: (typeof styles)[LineStyle]): string =>
    `<w:style w:type="paragraph" w:styleId="${id}"${id === 'Normal' ? ' w:default="1"' : ''}><w:name w:val="${id}"/><w:rPr>${isBold ? '<w:b/>' : ''}<w:sz w:val="${halfPoints}"/></w:rPr></w:style>`;
  return `${DECLARATION}<w:styles ${WORD}>${Object.values(styles).map(one).join('')}</w:styles>`;
};

const relationshipsPart = (entries: readonly string[]): string => `${DECLARATION}<Relationships xmlns="${RELATIONSHIPS}">${entries.join('')}</Relationships>`;

const relationship = (id: string, type: string, target: string, more = ''): string =>
  `<Relationship Id="${id}" Type="${type}" Target="${escape(target)}"${more}/>`;

const corePart = (title: string): string =>
  `${DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
  `xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escape(title)}</dc:title>` +
  `<dcterms:created xsi:type="dcterms:W3CDTF">2026-10-01T12:00:00Z</dcterms:created></cp:coreProperties>`;

/** A Word document of the parts every reader expects; links are hyperlinks, the footer is one of the section. */
export const renderDocx = ({ title, lines, footer }: SetDocument): Buffer => {
  const links = new Set(lines.flatMap(({ link }) => (link === undefined ? [] : [link])));
  const linkIds = new Map([...links].map((link, index) => [link, `link${index}`]));
  const section = '<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>';
  const body = lines.map((line) => toParagraph(line, linkIds)).join('');
  const parts: Readonly<Record<string, string>> = {
    '[Content_Types].xml': CONTENT_TYPES,
    '_rels/.rels': relationshipsPart([
      relationship('document', `${OFFICE}/officeDocument`, 'word/document.xml'),
      relationship('core', 'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties', 'docProps/core.xml'),
    ]),
    'docProps/core.xml': corePart(title),
    'word/document.xml': `${DECLARATION}<w:document ${WORD}><w:body>${body}${section}</w:body></w:document>`,
    'word/styles.xml': stylesPart(),
    'word/footer1.xml': `${DECLARATION}<w:ftr ${WORD}>${toParagraph({ text: footer ?? '', style: 'small' }, linkIds)}</w:ftr>`,
    'word/_rels/document.xml.rels': relationshipsPart([
      relationship('styles', `${OFFICE}/styles`, 'styles.xml'),
      relationship('footer', `${OFFICE}/footer`, 'footer1.xml'),
      ...[...linkIds].map(([link, id]) => relationship(id, `${OFFICE}/hyperlink`, link, ' TargetMode="External"')),
    ]),
  };
  const files = Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]));
  return Buffer.from(zipSync(files, { mtime: CREATED }));
};
