import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { modes } from '../../../client/src/connections/profile.ts';
import {
  category,
  commands,
  contextKeys,
  deviceContext,
  notificationKinds,
  rowContexts,
  runContext,
  settings,
  viewContainer,
  views,
} from '../../../client/src/ui/contributions.ts';
import { isManifestLanguage } from '../../../client/src/ui/model/manifestFiles.ts';
import { languageIds } from '../../../server/src/messages.ts';
import { configurableRules } from '../../../server/src/rules/levels.ts';
import { localised } from '../localised.ts';

interface Menu {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}
interface Property {
  readonly default: unknown;
  readonly scope: string;
  readonly markdownDescription: string;
  readonly order: number;
  readonly properties?: Readonly<Record<string, { readonly markdownDescription: string }>>;
  readonly items?: { readonly enum?: readonly string[] };
}
interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly icon: string;
  readonly contributes: {
    readonly languages: readonly {
      readonly id: string;
      readonly filenamePatterns: readonly string[];
      readonly configuration: string;
      readonly icon: { readonly light: string; readonly dark: string };
    }[];
    readonly grammars: readonly {
      readonly language: string;
      readonly scopeName: string;
      readonly path: string;
    }[];
    readonly configurationDefaults: Readonly<Record<string, unknown>>;
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly enablement?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly Menu[]>>;
    readonly viewsContainers: {
      readonly activitybar: readonly { readonly id: string; readonly icon: string }[];
    };
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly {
      readonly view: string;
      readonly when: string;
      readonly contents: string;
    }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly completionEvents: readonly string[] }[];
    }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Property>> }[];
  };
}

const manifest: Manifest = JSON.parse(localised('en'));
const { contributes } = manifest;
const properties = Object.assign(
  {},
  ...contributes.configuration.map((group) => group.properties),
) as Readonly<Record<string, Property>>;
const menus = Object.entries(contributes.menus).flatMap(([place, items]) =>
  items.map((item) => ({ place, ...item })),
);
const conditions = [
  ...menus.map((item) => item.when),
  ...contributes.commands.map((command) => command.enablement),
  ...contributes.viewsWelcome.map((welcome) => welcome.when),
].filter((condition) => condition !== undefined);

describe('package.json and the code name the same', () => {
  it('commands', () => {
    expect(contributes.commands.map((command) => command.command).sort()).toEqual(
      Object.values(commands).sort(),
    );
  });

  it('settings, with the same defaults', () => {
    const declared = Object.entries(properties).map(([key, property]) => [key, property.default]);
    const used = Object.values(settings).map((setting) => [setting.key, setting.default]);
    expect(Object.fromEntries(declared)).toEqual(Object.fromEntries(used));
  });

  it('notifications that can be hidden', () => {
    expect(properties[settings.hiddenNotifications.key]?.items?.enum).toEqual([...notificationKinds]);
  });

  it('views and their container', () => {
    expect(contributes.viewsContainers.activitybar.map((container) => container.id)).toEqual([viewContainer]);
    expect(Object.keys(contributes.views)).toEqual([viewContainer]);
    expect(contributes.views[viewContainer]?.map((view) => view.id)).toEqual(Object.values(views));
  });

  it('languages, each with grammar, defaults, configuration and icons', () => {
    expect(contributes.languages.map((language) => language.id)).toEqual([...languageIds]);
    expect(contributes.grammars.map((grammar) => grammar.language)).toEqual([...languageIds]);
    expect(Object.keys(contributes.configurationDefaults)).toEqual(languageIds.map((id) => `[${id}]`));
    const files = [
      manifest.icon,
      ...contributes.languages.flatMap((it) => [it.configuration, it.icon.light, it.icon.dark]),
      ...contributes.grammars.map((it) => it.path),
      ...contributes.viewsContainers.activitybar.map((it) => it.icon),
    ];
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('context keys, in every condition and walkthrough', () => {
    const known: readonly string[] = [...Object.values(contextKeys), ...Object.values(views)];
    const named = conditions.flatMap((condition) => condition.match(/\bkanto\.\w+/g) ?? []);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
    const ticking = contributes.walkthroughs.flatMap(({ steps }) =>
      steps.flatMap(({ completionEvents }) =>
        completionEvents.map((event) => event.match(/^onContext:(.+)$/)?.[1]),
      ),
    );
    for (const key of Object.values(contextKeys)) expect([...named, ...ticking]).toContain(key);
  });

  it('rows of the tree, in every condition', () => {
    const itemConditions = menus.filter((item) => item.place === 'view/item/context');
    const matches = (row: string, when = '') => {
      const equal = when.match(/viewItem == (\S+)/)?.[1];
      const pattern = when.match(/viewItem =~ \/(.+?)\/(?= |$)/)?.[1];
      return equal === row || (pattern !== undefined && new RegExp(pattern).test(row));
    };
    const either = [true, false];
    const deviceRows = either.flatMap((connected) =>
      either.flatMap((pinned) =>
        either.flatMap((configured) =>
          modes.map((mode) => deviceContext({ connected, pinned, configured, mode })),
        ),
      ),
    );
    const runRows = either.flatMap((apply) =>
      either.flatMap((over) =>
        either.flatMap((readable) => either.map((unheard) => runContext({ apply, over, readable, unheard }))),
      ),
    );
    const rows: readonly string[] = [...Object.values(rowContexts), ...deviceRows, ...runRows];
    expect(itemConditions.filter((item) => !rows.some((row) => matches(row, item.when)))).toEqual([]);
    expect(rows.filter((row) => !itemConditions.some((item) => matches(row, item.when)))).toEqual([]);
    const softwareFor = (row: string) =>
      itemConditions.some((it) => it.command === commands.installSoftware && matches(row, it.when));
    expect(deviceRows.filter(softwareFor)).toEqual(deviceRows.filter((row) => row.endsWith('.things')));
    for (const row of rows) {
      const inline = itemConditions.filter((it) => matches(row, it.when) && it.group?.startsWith('inline'));
      expect(inline.length, row).toBeLessThanOrEqual(3);
    }
  });
});

describe('package.json', () => {
  it('has every menu item and every link of a welcome view name a command that exists', () => {
    const known: readonly string[] = [...Object.values(commands), 'workbench.trust.manage'];
    const linked = contributes.viewsWelcome.flatMap((it) =>
      [...it.contents.matchAll(/command:([\w.]+)/g)].map((match) => match[1] ?? ''),
    );
    const named = [...menus.map((item) => item.command), ...linked];
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('says of no view that there is nothing before that is known: where no key is set yet, it is loading', () => {
    const isWaiting = (part: string) => part === 'isWorkspaceTrusted' || /^!kanto\.\w+$/.test(part);
    const first = contributes.viewsWelcome.filter(({ when }) => when.split(' && ').every(isWaiting));
    expect(first.map(({ view, contents }) => [view, contents.split(' ')[0]])).toEqual([
      [views.devices, 'Loading'],
      [views.history, 'Loading'],
    ]);
  });

  it('puts every command under one category, with an ellipsis where input follows', () => {
    for (const command of contributes.commands) expect(command.category).toBe(category);
    const asking = contributes.commands.filter((it) => it.title.endsWith('…')).map((it) => it.command);
    expect(asking).toEqual([
      commands.applyToDevice,
      commands.planOnDevice,
      commands.rollOut,
      commands.retryRollout,
      commands.deleteRollout,
      commands.importFromDevice,
      commands.showRun,
      commands.answerConsent,
      commands.installSoftware,
      commands.removeSoftware,
      commands.newManifest,
      commands.convertToEnvelope,
      commands.showMessage,
      commands.computeChecksums,
      commands.addConnection,
      commands.editConnection,
      commands.duplicateConnection,
      commands.removeConnection,
      commands.setPassword,
      commands.reportIssue,
      commands.filterDevices,
      commands.filterHistory,
      commands.deleteRun,
      commands.clearHistory,
      commands.resendRun,
      commands.undoRun,
      commands.compareRuns,
      commands.exportRuns,
    ]);
  });

  it('lets no workspace decide where something is sent', () => {
    const aims = [
      settings.connections.key,
      settings.responseTimeout.key,
      settings.updateTimeout.key,
      settings.startSimulator.key,
    ];
    for (const key of aims) expect(properties[key]?.scope, key).toBe('application');
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
    const silent = [settings.rules.key, settings.domains.key];
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual([...aims, ...silent]);
  });

  it('lists every rule that can be changed, with what it says', () => {
    const rules = properties[settings.rules.key]?.properties ?? {};
    expect(Object.keys(rules).sort()).toEqual([...configurableRules].sort());
    for (const rule of Object.values(rules)) expect(rule.markdownDescription).toMatch(/\S/);
  });

  it('switches every command off that reaches a broker or a device, or aims at one, in a workspace that is not trusted', () => {
    const reaching: string[] = [
      commands.applyToDevice,
      commands.planOnDevice,
      commands.rollOut,
      commands.goOnRollout,
      commands.resumeRollout,
      commands.retryRollout,
      commands.showDrift,
      commands.importFromDevice,
      commands.refreshDevice,
      commands.listRegistered,
      commands.installSoftware,
      commands.removeSoftware,
      commands.computeChecksums,
      commands.addConnection,
      commands.editConnection,
      commands.duplicateConnection,
      commands.removeConnection,
      commands.connect,
      commands.testConnection,
      commands.startSimulator,
      commands.startDirectSimulator,
      commands.resendRun,
      commands.undoRun,
      commands.askRunEnd,
    ];
    const trusted = contributes.commands
      .filter((it) => it.enablement?.includes('isWorkspaceTrusted'))
      .map((it) => it.command);
    expect(trusted).toEqual(reaching);
  });

  it('offers the test of a connection at the connection and at its devices', () => {
    const places = menus.filter(
      ({ command, place }) => command === commands.testConnection && place === 'view/item/context',
    );
    expect(places.map(({ when }) => /viewItem =~ (.*)/.exec(when ?? '')?.[1])).toEqual([
      String.raw`/^connection\./`,
      String.raw`/^device\./`,
    ]);
  });

  it('describes every setting and orders it', () => {
    for (const [key, property] of Object.entries(properties)) {
      expect(property.markdownDescription, key).toMatch(/\S/);
      expect(property.order, key).toBeGreaterThan(0);
      expect(property.scope, key).toMatch(/^(application|resource|window)$/);
    }
  });

  it('activates for languages only, besides what views and commands bring', () => {
    // A tab that comes back with its window is filled by nobody else.
    const others = manifest.activationEvents.filter((event) => !event.startsWith('onLanguage:'));
    expect(others).toEqual(['onWebviewPanel:kanto.rollout']);
    for (const id of languageIds) expect(isManifestLanguage(id)).toBe(true);
  });

  it.each([
    ['influxdb.desired-state.json', 'kanto-json'],
    ['influxdb.software-modules.json', 'kanto-json'],
    ['a.kanto.json', 'kanto-json'],
    ['influxdb.desired-state.yaml', 'kanto-yaml'],
    ['influxdb.software-modules.yml', 'kanto-yaml'],
    ['a.kanto.yml', 'kanto-yaml'],
  ])('gives %s the language %s', (file, language) => {
    const matching = contributes.languages.filter((it) =>
      it.filenamePatterns.some((pattern) => file.endsWith(pattern.slice(1))),
    );
    expect(matching.map((it) => it.id)).toEqual([language]);
  });
});
