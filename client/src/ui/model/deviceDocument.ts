/** What is known of a device as a text to read, copy and search: Markdown in which every text of the device is code. */

import { t } from '@vscode/l10n';
import type { Mode } from '../../connections/profile.ts';
import type {
  Device,
  InstalledComponent,
  Inventory,
  LastUpdate,
  SoftwareOfThing,
} from '../../devices/device.ts';
import { healthOf, silenceWords } from '../../devices/health.ts';
import type { Twin } from '../../devices/reports.ts';
import { mask } from '../../protocol/secrets.ts';
import { code } from '../../words/markdown.ts';
import { presenceLines } from '../../words/presenceWords.ts';
import { registrationWords } from '../../words/registryWords.ts';
import { healthName, syncName } from '../../words/stateNames.ts';
import { dateAndTime } from '../../words/times.ts';
import { count } from '../../words/words.ts';
import { componentName } from './copied.ts';
import { hardwareComponents, installed, originWords } from './deviceRows.ts';

/** Items of one list; a device that reports more is looked at as JSON. */
const longestList = 1000;

/** `simulated`: it is one that runs inside VS Code. */
export function deviceText(device: Device, simulated: boolean): string {
  const { components } = installed(device);
  return document([
    `# ${code(device.id)}`,
    list([
      t('Connection: {0}', code(device.connection)),
      ...(device.tenant === undefined ? [] : [t('Tenant: {0}', code(device.tenant))]),
      t('Health: {0}', healthWords(device)),
      t('Sync: {0}', syncName(device.sync)),
      originWords(device, simulated),
      ...(device.registration ? registrationWords(device.registration).map(code) : []),
      t('Last heard: {0}', time(device.lastHeard) ?? t('not yet')),
      ...presenceLines(device.presence, Date.now()),
      t('Inventory reported: {0}', time(device.inventoryTime) ?? t('not yet')),
      t('Domains: {0}', device.domains.map(code).join(', ') || t('none reported')),
    ]),
    ...lastUpdateSection(device.lastUpdate),
    ...section(
      t('Components'),
      components.flatMap((component) => componentLines(component)),
    ),
    ...device.software.flatMap(softwareSections),
    ...section(
      t('Hardware'),
      hardwareComponents(device).flatMap((component) => componentLines(component)),
    ),
    ...inventorySections(device.inventory),
    ...section(
      t('Features'),
      device.features.map(({ thing, feature }) => t('- {0} of {1}', code(feature), code(thing))),
    ),
  ]);
}

/** One component alone. `component` is undefined where it is gone meanwhile. */
export function componentText(device: Device, id: string, component: InstalledComponent | undefined): string {
  const on = list([t('Device: {0}', code(device.id)), t('Connection: {0}', code(device.connection))]);
  if (component === undefined) {
    return document([`# ${code(id)}`, on, t('The device does not report it any more.')]);
  }
  const { name, domain, version, status, type, parameters } = component;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('Name'), name],
    [t('Domain'), domain || undefined],
    [t('Version'), version],
    [t('State'), status],
    [t('Type'), type],
  ];
  return document([
    `# ${code(id)}`,
    on,
    list(facts.flatMap(([word, value]) => (value === undefined ? [] : [`${word}: ${code(value)}`]))),
    ...section(
      t('Parameters'),
      parameters.map(({ key, value }) => `- ${code(key)}: ${code(value)}`),
    ),
  ]);
}

/** The twin as JSON, with the time of each report; in direct mode what was said on the topics, since there are no things. */
export function twinText({ id, connection }: Device, { things, reports, leftOut }: Twin, mode: Mode): string {
  const latest = Math.max(...reports.map((report) => report.time));
  const content = {
    device: id,
    connection,
    lastReported: reports.length === 0 ? null : iso(latest),
    note: t('As the device reported it. Values of secrets are replaced by {0}.', mask),
    ...(leftOut > 0 && { leftOut: t('{0}, since there were too many', count(leftOut, 'older report')) }),
    [mode === 'direct' ? 'topics' : 'things']: things,
    reported: Object.fromEntries(
      reports.map((report) => [`${report.thing}${report.path}`, iso(report.time)]),
    ),
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

export function goneText(device: string, connection: string): string {
  return document([`# ${code(device)}`, t('It is not known now by the connection {0}.', code(connection))]);
}

function healthWords(device: Device): string {
  const { word, reason } = healthOf(device);
  return reason === undefined ? healthName(word) : `${healthName(word)} (${code(reason)})`;
}

function lastUpdateSection(update: LastUpdate | undefined): readonly string[] {
  if (update === undefined) return [];
  const { status, message, activityId, terminal } = update;
  return [
    t('## Last update'),
    list([
      t('Status: {0}{1}', code(status), terminal ? '' : silenceWords(update) || t(', goes on')),
      ...(message === undefined ? [] : [t('Message: {0}', code(message))]),
      t('Activity: {0}', code(activityId)),
      t('Told: {0}', time(update.time) ?? ''),
    ]),
  ];
}

function softwareSections({ thing, installed: own, context }: SoftwareOfThing): readonly string[] {
  const lines = (dependencies: SoftwareOfThing['installed']) =>
    (dependencies ?? []).map(({ name, version, group, type }) => {
      const more = [group, type].filter((it) => it !== undefined).map(code);
      const of = version === undefined || version === '' ? '' : ` ${code(version)}`;
      return `- ${code(name)}${of}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
    });
  return [
    ...section(t('Software installed on {0}', code(thing)), lines(own)),
    ...section(t('Software there without an install on {0}', code(thing)), lines(context)),
  ];
}

function inventorySections(inventory: Inventory | undefined): readonly string[] {
  if (inventory === undefined) return [];
  const { software, associations, leftOut } = inventory;
  const names = new Map(software.map(({ id, name }) => [id, name]));
  const of = (id: string) => {
    const name = names.get(id);
    return name === undefined ? code(id) : `${code(id)} (${code(name)})`;
  };
  return [
    ...section(
      t('What belongs to what'),
      associations.map(({ source, target }) => t('- {0} has {1}', of(source), of(target))),
    ),
    ...(leftOut === 0
      ? []
      : [t('The device reported {0} more than are kept. They are not shown here.', count(leftOut, 'node'))]),
  ];
}

function componentLines(component: InstalledComponent): string[] {
  const { id, name, version, status, parameters } = component;
  const facts = [version, status].filter((it) => it !== undefined && it !== '').map((it) => code(it ?? ''));
  const called = name === undefined || name === '' || name === id ? '' : ` (${code(name)})`;
  return [
    `- ${code(componentName(component))}${called}${facts.length === 0 ? '' : `: ${facts.join(', ')}`}`,
    ...parameters.map(({ key, value }) => `  - ${code(key)}: ${code(value)}`),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - longestList;
  const shown = rest > 0 ? [...lines.slice(0, longestList), t('- and {0} more', count(rest, 'line'))] : lines;
  return [`## ${title}`, shown.join('\n')];
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function document(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function time(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : dateAndTime(milliseconds);
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
