import { equal } from 'node:assert/strict';
import { type TextDocument, Uri, workspace } from 'vscode';
import type { Suite } from './suite.ts';
import { waitFor } from './waiting.ts';

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
    await becomes(
      'kanto-json',
      await openWith('content.json', '{"domains": [{"id": "containers", "components": []}]}'),
    );
  },

  'content makes a manifest of a YAML file': async () => {
    await becomes(
      'kanto-yaml',
      await openWith('content.yaml', 'domains:\n  - id: containers\n    components: []\n'),
    );
  },
};

async function becomes(language: string, document: TextDocument): Promise<void> {
  const uri = document.uri.toString();
  await waitFor(`${document.fileName} to become ${language}`, workspace.onDidOpenTextDocument, () =>
    workspace.textDocuments.find((it) => it.uri.toString() === uri && it.languageId === language),
  );
}

async function openWith(name: string, text: string): Promise<TextDocument> {
  const folder = workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('no folder is open');
  const uri = Uri.joinPath(folder.uri, name);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return workspace.openTextDocument(uri);
}
