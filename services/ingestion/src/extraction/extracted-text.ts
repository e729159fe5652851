/** The text of a document, page by page, and the addresses in its link annotations, where text extraction cannot see them. */
export interface ExtractedText {
  readonly pages: readonly string[];
  readonly links: readonly { readonly page: number; readonly url: string }[];
}
