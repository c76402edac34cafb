import type { Plugin, Rolldown } from 'vite';

/**
 * What travels together. Ninety small files of one start cost more than their bytes: every one is a request, a link and a
 * module record (a third of the time to the first list at a quarter of the CPU). So: what the pages before sign-in and the
 * desk share, the first screen as one, an open conversation as one.
 */
const shared =
  /\/desk\/src\/(api\/(call|early|first|pause|problem|zodless)|i18n\/(files|locale)|app\/(outdated|scheme))\.ts$|\/app\/icon\.svg|preload-helper|\/desk\/src\/offline\/(install|leaving)\.ts$|\/contract\/src\/routes\/session\.ts$/;
const first = /\/desk\/src\/(app\/start|conversations\/routes)\.tsx$/;
const opened = /\/desk\/src\/conversations\/(thread\/ThreadPane|panel\/Panel)\.tsx$/;

export const groups: Rolldown.CodeSplittingGroup[] = [
  { name: 'shared', test: shared, priority: 50 },
  { name: 'gate', test: /\/desk\/src\/gate\/start\.tsx$/, priority: 40 },
  { name: 'desk', test: first, priority: 30 },
  { name: 'conversation', test: opened, priority: 20 },
];

/** Chunks of which nearly every function runs while the first screens are drawn. */
const runAtOnce = new Set(['shared', 'desk', 'conversation']);
/** Read by Chromium from 136 on, as the first line of a file; a comment to all others (explicit compile hints of V8). */
export const compileHint = '//# allFunctionsCalledOnLoad\n';

/**
 * Has the browser compile those chunks whole, beside the main thread while they arrive. Left to itself it compiles each of
 * their functions on its first call, 1,450 of them before the list stands: a third of that time at a quarter of the CPU.
 */
export function compiledWhole(): Plugin {
  const isMeant = (chunk: { name: string }): boolean => runAtOnce.has(chunk.name);
  return {
    name: 'meada:compiled-whole',
    augmentChunkHash: (chunk) => (isMeant(chunk) ? compileHint : undefined),
    generateBundle: {
      // After Vite's own plugins, which write a first line of theirs.
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle))
          if (file.type === 'chunk' && isMeant(file)) file.code = compileHint + file.code;
      },
    },
  };
}

/**
 * Names the desk's own files at the end of the page's head, in a comment that the server opens for a browser with a session
 * (`server/src/kernel/http/fronts.ts`): they are then on their way before the first script has run, and the sign-in page
 * does not load them.
 */
export function deskLinks(): Plugin {
  return {
    name: 'meada:desk-links',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((file) => file.type === 'chunk');
        const desk = chunks.find((chunk) => chunk.name === 'desk');
        if (!desk) return html;
        const links = [
          ...[desk.fileName, ...desk.imports]
            .filter((file) => !html.includes(file))
            .map((file) => `<link rel="modulepreload" crossorigin data-desk href="/${file}">`),
          ...[...(desk.viteMetadata?.importedCss ?? [])].map(
            (file) => `<link rel="stylesheet" crossorigin href="/${file}">`,
          ),
        ];
        return html.replace('</head>', `<!--desk ${links.join('')}-->\n  </head>`);
      },
    },
  };
}
