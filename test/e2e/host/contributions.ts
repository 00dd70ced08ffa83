import { deepEqual, ok } from 'node:assert/strict';
import { commands, workspace } from 'vscode';
import manifest from '../../../package.json' with { type: 'json' };
import type { Suite } from './suite.ts';
import { ourExtension } from './workspace.ts';

export const contributions: Suite = {
  'the extension is installed and active': async () => {
    ok(ourExtension().isActive);
  },

  'every command that package.json declares is registered': async () => {
    const registered = new Set(await commands.getCommands(true));
    const missing = manifest.contributes.commands.map((it) => it.command).filter((it) => !registered.has(it));
    deepEqual(missing, []);
  },

  'where devices are reached is a setting of the user: a workspace cannot write it': async () => {
    const settings = workspace.getConfiguration('kanto');
    const before = settings.get('connections');
    const refused = await Promise.resolve(
      settings.update('connections', [{ name: 'elsewhere', url: 'mqtt://elsewhere' }], false),
    ).then(
      () => false,
      () => true,
    );
    ok(refused);
    deepEqual(workspace.getConfiguration('kanto').get('connections'), before);
  },
};
