/** What makes an extension first-class, as far as package.json tells it: each line is held here, so that it stays so. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { commands, contextKeys, settings, views } from '../../client/src/ui/contributions.ts';
import { localised } from './localised.ts';

interface Setting {
  readonly type: string;
  readonly scope: string;
  readonly order: number;
  readonly markdownDescription: string;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly items?: Setting;
}
interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}
interface Step {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly media: { readonly image: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}
interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly icon: string;
  readonly license: string;
  readonly pricing: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly galleryBanner: { readonly color: string; readonly theme: string };
  readonly extensionKind: readonly string[];
  readonly l10n: string;
  readonly capabilities: { readonly virtualWorkspaces: boolean };
  readonly contributes: {
    readonly configuration: readonly {
      readonly title: string;
      readonly order: number;
      readonly properties: Readonly<Record<string, Setting>>;
    }[];
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly icon?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly keybindings: readonly {
      readonly command: string;
      readonly key: string;
      readonly when?: string;
    }[];
    readonly views: Readonly<Record<string, readonly { readonly name: string; readonly icon?: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly when: string }[];
    readonly walkthroughs: readonly { readonly title: string; readonly steps: readonly Step[] }[];
  };
}

const manifest: Manifest = JSON.parse(localised('en'));
const { contributes } = manifest;
const commandIds: readonly string[] = Object.values(commands);
const groups = contributes.configuration;
const allSettings = groups.flatMap(({ properties }) => Object.entries(properties));

/** Width and height of a PNG: the first chunk has them. */
function pngSize(file: string): { readonly width: number; readonly height: number } {
  const bytes = readFileSync(file);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

describe('the manifest of the extension', () => {
  it('is for the VS Code that it is compiled against', () => {
    expect(manifest.devDependencies['@types/vscode']).toBe(manifest.engines.vscode);
  });

  it('can be found: categories, not more than 30 keywords, an icon, a banner, a licence', () => {
    expect(manifest.categories).toEqual(['Programming Languages', 'Linters', 'Formatters', 'Other']);
    expect(new Set(manifest.keywords).size).toBe(manifest.keywords.length);
    expect(manifest.keywords.length).toBeLessThanOrEqual(30);
    const { width, height } = pngSize(manifest.icon);
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(128);
    expect(manifest.galleryBanner.color).toMatch(/^#[0-9a-f]{6}$/);
    expect(manifest.license).toBe('EPL-2.0');
    expect(manifest.pricing).toBe('Free');
  });

  it('is packaged only once types and style are checked, and for production', () => {
    const { 'vscode:prepublish': prepublish, check, lint } = manifest.scripts;
    expect(prepublish).toBe('npm run check && npm run lint && node esbuild.mjs --production');
    expect(check).toContain('tsc');
    expect(lint).toContain('biome check --error-on-warnings');
  });

  it('runs where the workspace is, in virtual ones too, in the user’s language', () => {
    expect(manifest.extensionKind[0]).toBe('workspace');
    expect(manifest.capabilities.virtualWorkspaces).toBe(true);
    expect(existsSync(`${manifest.l10n}/bundle.l10n.de.json`)).toBe(true);
  });
});

describe('settings', () => {
  it('are in titled groups, in an order', () => {
    expect(new Set(groups.map(({ title }) => title)).size).toBe(groups.length);
    expect(new Set(groups.map(({ order }) => order)).size).toBe(groups.length);
    for (const { title, properties } of groups) {
      const orders = Object.values(properties).map(({ order }) => order);
      expect(new Set(orders).size, title).toBe(orders.length);
    }
  });

  it.each(allSettings)('%s says what it is, where it counts and what each value means', (key, setting) => {
    expect(setting.scope).toMatch(/^(application|machine|resource|window)$/);
    expect(setting.markdownDescription).toMatch(/^[A-Z].*[.:)]$/s);
    for (const { enum: values, enumDescriptions } of [setting, ...(setting.items ? [setting.items] : [])])
      if (values) expect(enumDescriptions, key).toHaveLength(values.length);
  });

  it('link to settings that there are', () => {
    const linked = allSettings.flatMap(([, { markdownDescription }]) =>
      [...markdownDescription.matchAll(/`#([\w.]+)#`/g)].map(([, key]) => key ?? ''),
    );
    const known: readonly string[] = Object.values(settings).map(({ key }) => key);
    expect(linked.length).toBeGreaterThan(0);
    expect(linked.filter((key) => !known.includes(key))).toEqual([]);
  });
});

describe('commands', () => {
  const small = /^(a|an|and|as|at|by|for|from|in|of|on|or|the|to|with)$/;

  it.each(contributes.commands)('$command has a title in title case', ({ title }) => {
    const words = title.replace('…', '').split(' ');
    const wrong = words.filter((word, index) =>
      index > 0 && small.test(word) ? false : !/^[A-Z]/.test(word),
    );
    expect(wrong).toEqual([]);
    expect(title).not.toContain('...');
    expect(title.slice(0, -1)).not.toContain('…');
  });

  it('have an icon wherever only that is seen', () => {
    const asIcons = Object.values(contributes.menus)
      .flat()
      .filter(({ group }) => /^(inline|navigation)/.test(group ?? ''))
      .map(({ command }) => command);
    const withIcon = contributes.commands.filter(({ icon }) => icon !== undefined).map((it) => it.command);
    expect(asIcons.filter((command) => !withIcon.includes(command))).toEqual([]);
    for (const { icon } of contributes.commands)
      if (icon !== undefined) expect(icon).toMatch(/^\$\([\w-]+\)$/);
  });

  it('that only make sense at a row are not in the palette', () => {
    const elsewhere = new Set(
      Object.entries(contributes.menus)
        .filter(([place]) => place !== 'view/item/context' && place !== 'commandPalette')
        .flatMap(([, items]) => items.map(({ command }) => command)),
    );
    const palette = new Map(contributes.menus['commandPalette']?.map((it) => [it.command, it.when]));
    const copying = commandIds.filter((id) => /^kanto\.(copy|forget|showMore|close)/.test(id));
    for (const command of copying) {
      expect(palette.get(command), command).toBe('false');
      expect(elsewhere.has(command), command).toBe(false);
    }
  });

  it('at a row can be had by keyboard: what is inline is in the menu too, and not more than two are inline', () => {
    const items = contributes.menus['view/item/context'] ?? [];
    const inline = items.filter(({ group }) => group?.startsWith('inline'));
    const inMenu = items.filter(({ group }) => !group?.startsWith('inline')).map(({ command }) => command);
    expect(inline.map(({ command }) => command).filter((command) => !inMenu.includes(command))).toEqual([]);
    const places = new Set(inline.map(({ group }) => group));
    expect([...places].sort()).toEqual(['inline@1', 'inline@2']);
  });

  it('have few keys, as chords, only where they mean something', () => {
    expect(contributes.keybindings.length).toBeLessThanOrEqual(4);
    for (const { command, key, when } of contributes.keybindings) {
      expect(commandIds).toContain(command);
      expect(key).toMatch(/^\S+ \S+$/);
      expect(when).toMatch(/editorLangId|focusedView/);
    }
  });
});

describe('views', () => {
  it('are few, in one container, with short names', () => {
    expect(Object.keys(contributes.views)).toHaveLength(1);
    const all = Object.values(contributes.views).flat();
    expect(all.length).toBeLessThanOrEqual(5);
    for (const { name } of all) expect(name.length).toBeLessThanOrEqual(16);
  });

  it.each([
    ['it is not known yet', /!kanto\.devicesLoaded/],
    ['nothing is known', /(^|[^!])kanto\.devicesLoaded/],
    ['the workspace is not trusted', /^!isWorkspaceTrusted$/],
    ['no connection is open', /!kanto\.anyConnected/],
    ['no device is heard', /kanto\.anyConnected \|\| kanto\.simulatorRunning/],
    ['no device matches the filter', /(^|[^!])kanto\.devicesFiltered/],
  ])('say what to do where %s', (_state, when) => {
    const welcomes = contributes.viewsWelcome.filter(({ view }) => view === views.devices);
    expect(welcomes.filter((it) => when.test(it.when))).toHaveLength(1);
  });
});

describe('the walkthrough', () => {
  const [walkthrough] = contributes.walkthroughs;
  const steps = walkthrough?.steps ?? [];

  it('has four to six steps', () => {
    expect(contributes.walkthroughs).toHaveLength(1);
    expect(steps.length).toBeGreaterThanOrEqual(4);
    expect(steps.length).toBeLessThanOrEqual(6);
  });

  it.each(steps)('shows of “$id” a picture that is told in words, and ends by what is done', (step) => {
    expect(existsSync(step.media.image), step.media.image).toBe(true);
    expect(step.media.altText).toMatch(/\S{2,} \S/);
    const keys: readonly string[] = Object.values(contextKeys);
    expect(step.completionEvents.length).toBeGreaterThan(0);
    for (const event of step.completionEvents) {
      const [kind, what = ''] = event.split(/:(.*)/s);
      expect(kind).toMatch(/^on(Command|Context)$/);
      const known = kind === 'onContext' ? keys : [...commandIds, 'editor.action.quickFix'];
      expect(known).toContain(what);
    }
  });

  it('ticks what is done, not what is only begun', () => {
    const events = steps.map(({ id, completionEvents }) => [id, completionEvents]);
    expect(Object.fromEntries(events)).toMatchObject({
      plan: [`onContext:${contextKeys.planMade}`],
      apply: [`onContext:${contextKeys.applySent}`],
      reach: [`onContext:${contextKeys.hasConnections}`],
    });
  });

  it('leads to commands that there are', () => {
    const linked = steps.flatMap(({ description }) =>
      [...description.matchAll(/\(command:([\w.]+)\)/g)].map(([, command]) => command ?? ''),
    );
    const known = [...commandIds, `${views.devices}.focus`];
    expect(linked.length).toBeGreaterThanOrEqual(steps.length);
    expect(linked.filter((command) => !known.includes(command))).toEqual([]);
  });
});

test.each(['README.md', 'CHANGELOG.md', 'docs/privacy.md'])(
  '%s has pictures that are there, no SVG, each told in words',
  (file) => {
    const pictures = [...readFileSync(file, 'utf8').matchAll(/!\[(.*?)\]\((.*?)\)/g)];
    for (const [, alt, path = ''] of pictures) {
      expect(alt).toMatch(/\S{2,} \S/);
      expect(path).toMatch(/\.png$/);
      expect(existsSync(path), path).toBe(true);
    }
    if (file === 'README.md') expect(pictures.length).toBeGreaterThan(0);
  },
);
