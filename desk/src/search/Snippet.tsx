import type { SnippetPart } from '@meada/contract/routes/search';

/** The words that were found, those that were looked for marked. */
export const Snippet = ({ parts }: { parts: readonly SnippetPart[] }) =>
  parts.map((part, index) =>
    part.hit ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text in their order
      <mark key={index}>{part.text}</mark>
    ) : (
      part.text
    ),
  );
