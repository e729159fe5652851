import PDFDocument from 'pdfkit';
import { type DocumentLine, type LineStyle, type SetDocument } from '../domain/population/resume';
import { findFont, forgetGlyphs, isStandardText } from './fonts';

interface Setting {
  readonly size: number;
  readonly height: number;
  readonly standardFont: string;
}

const settings: Readonly<Record<LineStyle, Setting>> = {
  name: { size: 18, height: 26, standardFont: 'Helvetica-Bold' },
  heading: { size: 12, height: 22, standardFont: 'Helvetica-Bold' },
  strong: { size: 10.5, height: 16, standardFont: 'Helvetica-Bold' },
  body: { size: 10, height: 14, standardFont: 'Helvetica' },
  small: { size: 9, height: 12.5, standardFont: 'Helvetica' },
};

const LEFT = 56;
const TOP = 56;
const BOTTOM = 780;
const FOOTER = 806;

// Arabic and Hebrew must be shaped line by line: pdfkit shapes word by word otherwise, and leaves the words in Latin order.
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** The same document gives the same bytes: no creation time of its own. */
const CREATED = new Date(Date.UTC(2026, 9, 1));

type PdfDocument = InstanceType<typeof PDFDocument>;

const setLine = (pdf: PdfDocument, line: DocumentLine, y: number): void => {
  const { size, standardFont } = settings[line.style];
  const options = { lineBreak: false, ...(RIGHT_TO_LEFT.test(line.text) ? { features: [] } : {}) };
  pdf.font(isStandardText(line.text) ? standardFont : findFont(line.text)).fontSize(size);
  pdf.text(line.text, LEFT, y, options);
  if (line.link !== undefined) pdf.link(LEFT, y, pdf.widthOfString(line.text, options), size * 1.2, line.link);
};

const setPages = (pdf: PdfDocument, { lines, footer }: SetDocument): void => {
  const finishPage = (): void => {
    if (footer !== undefined) setLine(pdf, { text: footer, style: 'small' }, FOOTER);
  };
  let y = TOP;
  for (const line of lines) {
    const { height } = settings[line.style];
    if (y + height > BOTTOM) {
      finishPage();
      pdf.addPage();
      y = TOP;
    }
    // A heading stands clear of what is before it.
    y += line.style === 'heading' ? height - settings.body.height : 0;
    setLine(pdf, line, y);
    y += settings[line.style === 'heading' ? 'strong' : line.style].height;
  }
  finishPage();
};

export const renderPdf = async (document: SetDocument): Promise<Buffer> => {
  const pdf = new PDFDocument({ size: 'A4', margin: 0, info: { Title: document.title, CreationDate: CREATED } });
  const chunks: Buffer[] = [];
  const finished = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk) => void chunks.push(chunk));
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  // From here to end() nothing waits, so no other document can come in between.
  forgetGlyphs();
  setPages(pdf, document);
  pdf.end();
  await finished;
  return Buffer.concat(chunks);
};
