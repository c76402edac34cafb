import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './files.ts';
import { learned, lessonsFile, lessonsPaper } from './lessons.ts';

/** `node server/src/architecture/lessons.generate.ts`: writes the mapping of lessons to tests anew. */
writeFileSync(join(root, lessonsFile), lessonsPaper(learned()));
