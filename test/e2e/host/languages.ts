import { equal } from 'node:assert/strict';
import { type TextDocument, workspace } from 'vscode';
import type { Suite } from './suite.ts';
import { waitFor } from './waiting.ts';
import { openWith } from './workspace.ts';

export const languages: Suite = {
  'file names make a manifest': async () => {
    const wanted = {
      'a.desired-state.json': 'kanto-json',
      'a.desired-state.yaml': 'kanto-yaml',
      'a.desired-state.yml': 'kanto-yaml',
      'a.software-modules.json': 'kanto-json',
      'a.software-modules.yaml': 'kanto-yaml',
      'a.kanto.json': 'kanto-json',
      'a.kanto.yml': 'kanto-yaml',
      'a.json': 'json',
      'a.yaml': 'yaml',
    };
    for (const [name, language] of Object.entries(wanted)) {
      equal((await openWith(name, '{}')).languageId, language, name);
    }
  },

  'content makes a manifest of a JSON file': async () => {
    const text = '{"domains": [{"id": "containers", "components": []}]}';
    await becomes('kanto-json', await openWith('content.json', text));
  },

  'content makes a manifest of a YAML file': async () => {
    const text = 'domains:\n  - id: containers\n    components: []\n';
    await becomes('kanto-yaml', await openWith('content.yaml', text));
  },
};

async function becomes(language: string, { uri }: TextDocument): Promise<void> {
  await waitFor(`${uri.path} to become ${language}`, workspace.onDidOpenTextDocument, () =>
    workspace.textDocuments.find((it) => it.uri.path === uri.path && it.languageId === language),
  );
}
