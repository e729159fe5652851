// What the sandbox uses of two libraries. @types/pdfkit does not know that a parsed font may be passed, which spares
// parsing a megabyte per document; fontkit has no types of its own.

declare module 'fontkit' {
  export interface Font {
    readonly layout: (text: string) => object;
    readonly hasGlyphForCodePoint: (codePoint: number) => boolean;
    /** Cache by glyph number; an entry keeps the letters the glyph was first asked for. */
    _glyphs: Readonly<Record<number, object>>;
  }
  export function create(bytes: Buffer): Font;
}

declare module 'pdfkit' {
  import { type Font } from 'fontkit';

  interface TextOptions {
    readonly lineBreak?: boolean;
    /** OpenType features; given, the line is shaped as one run. */
    readonly features?: readonly string[];
  }

  interface PdfDocument {
    font(source: string | Font): this;
    fontSize(size: number): this;
    text(text: string, x: number, y: number, options: TextOptions): this;
    link(x: number, y: number, width: number, height: number, url: string): this;
    widthOfString(text: string, options: TextOptions): number;
    addPage(): this;
    on(event: 'data', listener: (chunk: Buffer) => void): this;
    on(event: 'end', listener: () => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    end(): void;
  }

  const PDFDocument: new (options: {
    readonly size: string;
    readonly margin: number;
    readonly info: Readonly<Record<string, string | Date>>;
  }) => PdfDocument;
  export = PDFDocument;
}
