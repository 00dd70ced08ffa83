import { deepEqual, ok } from 'node:assert/strict';
import { commands, extensions, workspace } from 'vscode';
import manifest from '../../../package.json' with { type: 'json' };
import type { Suite } from './suite.ts';

const id = `${manifest.publisher}.${manifest.name}`;

export const contributions: Suite = {
  'the extension is installed and active': async () => {
    const extension = extensions.getExtension(id);
    ok(extension, `${id} is not installed`);
    await extension.activate();
    ok(extension.isActive);
  },

  'every command that package.json declares is registered': async () => {
    const registered = new Set(await commands.getCommands(true));
    const missing = manifest.contributes.commands.map((it) => it.command).filter((it) => !registered.has(it));
    deepEqual(missing, []);
  },

  'where devices are reached is a setting of the user, not of a workspace': async () => {
    const before = workspace.getConfiguration('kanto').get('connections');
    const change = workspace
      .getConfiguration('kanto')
      .update('connections', [{ name: 'evil', url: 'mqtt://evil' }], false);
    const refused = await Promise.resolve(change).then(
      () => false,
      () => true,
    );
    ok(refused, 'a workspace may set kanto.connections');
    deepEqual(workspace.getConfiguration('kanto').get('connections'), before);
  },
};
