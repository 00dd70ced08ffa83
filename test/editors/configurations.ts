/** The configurations of docs/editors.md. */
import { readFile } from 'node:fs/promises';

/** The blocks of code of a language, in order of the page. */
export async function blocksOf(language: string): Promise<readonly string[]> {
  const page = await readFile('docs/editors.md', 'utf8');
  const blocks = [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))];
  return blocks.map(([, text = '']) => text);
}

/** What every editor is to show of this manifest. */
export const manifest = `domains:
  - id: containers
    components:
      - id: hello
        version: 1.0
        config:
          - key: image
            value: hello:latest
`;
