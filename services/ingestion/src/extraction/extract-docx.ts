import { unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';

import { type ExtractedText } from './extracted-text';

const MAX_ENTRIES = 5_000;
/** Of all that is inflated together: a zip bomb is refused before it is. */
const MAX_INFLATED_BYTES = 32 << 20;

/** Where a document's words are, in the order in which they are read (ECMA-376, part 1, §11.3). */
const TEXT_PARTS = [/^word\/header\d*\.xml$/, /^word\/document\.xml$/, /^word\/(footnotes|endnotes)\.xml$/, /^word\/footer\d*\.xml$/];
const RELATIONSHIPS = /^word\/_rels\/[^/]+\.rels$/;

class TooLarge extends Error {}

/** The words of a Word document with its headers, footers and notes, and the addresses of its hyperlinks; or a code that says why there are none. */
export function extractDocx(bytes: Uint8Array): ExtractedText | string {
  try {
    const parts = inflate(bytes);
    if (!parts.has('word/document.xml')) {
      return 'unsupported_type';
    }
    const names = [...parts.keys()].sort();
    const text = TEXT_PARTS.flatMap((pattern) => names.filter((name) => pattern.test(name))).map((name) => readText(parts.get(name) ?? ''));
    const links = names.filter((name) => RELATIONSHIPS.test(name)).flatMap((name) => readLinks(parts.get(name) ?? ''));
    return { pages: text.join('\n').split('\f'), links: [...new Set(links)].map((url) => ({ page: 1, url })) };
  } catch (error) {
    return error instanceof TooLarge ? 'too_large' : 'corrupt';
  }
}

/** Only what is read; sizes are those that the archive states, and no more than that is inflated. */
function inflate(bytes: Uint8Array): Map<string, string> {
  let [entries, inflated] = [0, 0];
  const files = unzipSync(bytes, {
    filter({ name, originalSize }) {
      entries += 1;
      const isWanted = RELATIONSHIPS.test(name) || TEXT_PARTS.some((pattern) => pattern.test(name));
      inflated += isWanted ? originalSize : 0;
      if (entries > MAX_ENTRIES || inflated > MAX_INFLATED_BYTES) {
        throw new TooLarge();
      }
      return isWanted;
    },
  });
  return new Map(Object.entries(files).map(([name, file]) => [name, new TextDecoder().decode(file)]));
}

/** Paragraphs are lines; a page break is a form feed. Prefixes are the writer's choice: names count without them. */
function readText(xml: string): string {
  const pieces: string[] = [];
  let isText = false;
  /** Word writes text boxes twice: for readers that know them, and as a fallback for others. */
  let fallbacks = 0;
  parse(xml, {
    onOpen(name, attributes) {
      fallbacks += name === 'Fallback' ? 1 : 0;
      isText = name === 't';
      if (fallbacks === 0 && name in BREAKS) {
        pieces.push(name === 'br' && attributes.get('type') === 'page' ? '\f' : (BREAKS[name] ?? ''));
      }
    },
    onText(text) {
      if (isText && fallbacks === 0) {
        pieces.push(text);
      }
    },
    onClose(name) {
      isText = false;
      fallbacks -= name === 'Fallback' ? 1 : 0;
      if (name === 'p' && fallbacks === 0) {
        pieces.push('\n');
      }
    },
  });
  return pieces.join('');
}

const BREAKS: Readonly<Partial<Record<string, string>>> = { tab: '\t', br: '\n', cr: '\n', noBreakHyphen: '-', lastRenderedPageBreak: '\f' };

function readLinks(xml: string): string[] {
  const links: string[] = [];
  parse(xml, {
    onOpen(name, attributes) {
      const target = attributes.get('Target');
      if (name === 'Relationship' && target !== undefined && attributes.get('Type')?.endsWith('/hyperlink') === true) {
        links.push(target);
      }
    },
  });
  return links;
}

interface Handlers {
  onOpen(name: string, attributes: ReadonlyMap<string, string>): void;
  onText?(text: string): void;
  onClose?(name: string): void;
}

/** Throws for what is not well-formed, and for a document type: these files have none, and entities are a weapon. */
function parse(xml: string, { onOpen, onText, onClose }: Handlers): void {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('a document type');
  });
  parser.on('opentag', ({ name, attributes }) => {
    onOpen(localName(name), new Map(Object.entries(attributes).map(([key, value]) => [localName(key), value])));
  });
  parser.on('text', (text) => onText?.(text));
  parser.on('closetag', ({ name }) => onClose?.(localName(name)));
  parser.write(xml).close();
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
