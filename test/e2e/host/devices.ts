/** From the start of the simulated device to the end of an update, by the commands that a user would run. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { commands, Selection, type TextDocument, window, workspace } from 'vscode';
import type { KantoApi } from '../../../client/src/extension.ts';
import type { UpdateRun } from '../../../client/src/updates/run.ts';
import type { Suite } from './suite.ts';
import { waitFor } from './waiting.ts';
import { fileUri, openWith, ourExtension, show } from './workspace.ts';

const simulated = { kind: 'device', connection: 'simulated', device: 'edge:device' };

const oneContainer = (id: string) =>
  `domains:\n  - id: containers\n    components:\n      - id: ${id}\n        version: "1"\n        config: [{key: image, value: "registry.example/${id}:1"}]\n`;
const several = `${oneContainer('first')}---\n${oneContainer('second')}`;

export const devices: Suite = {
  'the simulated device starts, connects and says what it runs': async () => {
    const engine = await api().engine();
    await commands.executeCommand('kanto.startSimulator');
    await waitFor('the simulated device to connect', engine.onConnections, () =>
      engine.connections.find(({ state }) => state.kind === 'connected'),
    );
    const { components } = await waitFor('the inventory', engine.onDevices, () =>
      engine.devices('simulated').find((it) => it.components !== undefined),
    );
    equal(Array.isArray(components), true);
  },

  'its connection, tested, holds from the settings to the update agents, and stays open meanwhile':
    async () => {
      const engine = await api().engine();
      const closed: string[] = [];
      const listening = engine.onConnections(() => {
        for (const { state } of engine.connections) if (state.kind !== 'connected') closed.push(state.kind);
      });
      await commands.executeCommand('kanto.testConnection', { kind: 'connection', connection: 'simulated' });
      listening.dispose();
      deepEqual(closed, []);
      const report = window.activeTextEditor?.document;
      equal(report?.uri.scheme, 'kanto-report');
      const verdict = 'It works: the device can be updated over this connection.';
      await waitFor('the verdict', workspace.onDidChangeTextDocument, () =>
        report?.getText().includes(verdict) ? report : undefined,
      );
      const text = report?.getText() ?? '';
      for (const step of ['Port', 'Broker', 'Device identity', 'UpdateManager', 'Domains'])
        ok(text.includes(`✔ **${step}**`), text);
    },

  'a good manifest, applied, reaches COMPLETED': async () => {
    const run = await send(fileUri('hello.desired-state.yaml'));
    equal(run.finished?.status, 'COMPLETED', JSON.stringify(run, undefined, 1));
    equal(run.accepted?.status, 204);
    deepEqual(
      new Map(run.finished?.actions.map(({ component, status }) => [component, status])),
      new Map([
        ['containers:influxdb', 'UPDATE_SUCCESS'],
        ['containers:hello-world', 'UPDATE_SUCCESS'],
      ]),
    );
  },

  'after it, the device reports what was applied': async () => {
    const engine = await api().engine();
    const device = await waitFor('influxdb among the components', engine.onDevices, () =>
      engine.devices('simulated').find((it) => it.components?.some(({ id }) => id === 'influxdb')),
    );
    equal(device.components?.find(({ id }) => id === 'influxdb')?.version, '2.7.1');
    equal(device.lastUpdate?.status, 'COMPLETED');
  },

  'what it runs, imported, is an untitled manifest without faults that changes nothing on it': async () => {
    await commands.executeCommand('kanto.importFromDevice', simulated);
    const document = window.activeTextEditor?.document;
    equal(document?.isUntitled, true);
    equal(document?.languageId, 'kanto-yaml');
    const text = document?.getText() ?? '';
    ok(text.includes('# An apply of it, as it stands, changes nothing on that device.'), text);
    for (const id of ['hello-world', 'influxdb']) ok(text.includes(`- id: ${id}\n`), text);
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  },

  'its details are a read-only document that says so, and its reported state one of JSON': async () => {
    await commands.executeCommand('kanto.showDetails', simulated);
    const details = deviceDocument('.md').getText();
    for (const line of [
      '# `edge:device`',
      '- Health: running',
      '- `containers:influxdb`: `2.7.1`, `Running`',
    ])
      ok(details.includes(line), details);
    await commands.executeCommand('kanto.showTwin', simulated);
    const twin = JSON.parse(deviceDocument('.json').getText());
    ok(twin.things['edge:device'].features.UpdateManager.properties.inventory, JSON.stringify(twin));
    ok(Date.parse(twin.lastReported) > 0);
  },

  'a device is pinned and grouped by commands, and one of the settings is not forgotten': async () => {
    const engine = await api().engine();
    for (const command of ['pinDevice', 'groupByState', 'unpinDevice', 'groupByConnection', 'forgetDevice'])
      await commands.executeCommand(`kanto.${command}`, simulated);
    ok(engine.devices('simulated').some(({ id }) => id === 'edge:device'));
  },

  'a whole envelope keeps the ids that its author wrote, and what it does not list is removed': async () => {
    const run = await send(fileUri('apply-envelope.kanto.json'));
    equal(run.correlationId, '5f0f6d0e-4d51-4f0b-9d3c-0c6c9d6a2b11');
    equal(run.activityId, 'd91ad6fe-9b0c-4549-bf31-17d0a71b61de');
    equal(run.finished?.status, 'COMPLETED', JSON.stringify(run, undefined, 1));
    const removed = run.finished?.actions.find(({ component }) => component === 'containers:hello-world');
    equal(removed?.status, 'REMOVAL_SUCCESS');
  },

  'and the open details of the device follow': async () => {
    await waitFor('the details without hello-world', workspace.onDidChangeTextDocument, () =>
      deviceDocument('.md').getText().includes('containers:hello-world') ? undefined : true,
    );
  },

  'of several manifests in a file the one at the cursor is sent, or the one under the lens that was clicked':
    async () => {
      const document = await show((await openWith('several.desired-state.yaml', several)).uri);
      const lenses = await commands.executeCommand<
        { command?: { command: string; arguments?: unknown[] } }[]
      >('vscode.executeCodeLensProvider', document.uri, 10);
      const applying = lenses.filter(({ command }) => command?.command === 'kanto.applyToDevice');
      const [first, second, ...more] = applying.map(({ command }) => command?.arguments ?? []);
      deepEqual([first?.[1], second?.[1], more], [1, 2, []]);

      const end = document.lineAt(document.lineCount - 1).range.end;
      if (window.activeTextEditor) window.activeTextEditor.selection = new Selection(end, end);
      const asked = await send(document.uri);
      equal(asked.finished?.status, 'COMPLETED', JSON.stringify(asked, undefined, 1));
      ok(asked.finished.actions.some(({ component }) => component === 'containers:second'));

      const clicked = await send(...(first ?? []));
      equal(clicked.finished?.status, 'COMPLETED', JSON.stringify(clicked, undefined, 1));
      ok(clicked.finished.actions.some(({ component }) => component === 'containers:first'));
    },

  'a refresh is answered': async () => {
    const engine = await api().engine();
    const known = engine.runs.length;
    await commands.executeCommand('kanto.refreshDevice', simulated);
    equal(engine.runs.length, known + 1);
    equal(engine.runs.at(-1)?.finished?.ok, true);
  },

  'the simulated device stops, and its connection is gone': async () => {
    const engine = await api().engine();
    await commands.executeCommand('kanto.stopSimulator');
    deepEqual(engine.connections, []);
  },
};

function deviceDocument(ending: string): TextDocument {
  const found = workspace.textDocuments.find(
    ({ uri }) => uri.scheme === 'kanto-device' && uri.path.endsWith(ending),
  );
  if (!found) throw new Error(`no document ${ending} of a device is open`);
  return found;
}

function api(): KantoApi {
  return ourExtension().exports;
}

/** Runs Apply to Device… and takes the first device that is offered. Resolves with the run once it has ended. */
async function send(...subject: readonly unknown[]): Promise<UpdateRun> {
  const engine = await api().engine();
  const known = new Set(engine.runs.map(({ id }) => id));
  // A plan asks for the state first: that is a run of its own.
  const started = () => engine.runs.find(({ id, operation }) => !known.has(id) && operation !== 'refresh');
  const command = commands.executeCommand('kanto.applyToDevice', ...subject);
  // The editor tells nobody when a list of choices has opened: accept until one was.
  for (let tries = 0; tries < 100 && !started(); tries++) {
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await delay(100);
  }
  await command;
  const run = started();
  if (!run) throw new Error('nothing was sent');
  return run;
}
