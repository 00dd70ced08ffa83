/** Asks which device a command goes to. */
import { t } from '@vscode/l10n';
import {
  commands as editorCommands,
  type Memento,
  type QuickPickItem,
  QuickPickItemKind,
  window,
} from 'vscode';
import { hasSoftware } from '../connections/profile.ts';
import type { ConnectionStatus, Engine } from '../engine.ts';
import { withoutIcons } from '../words/visible.ts';
import { answered } from './answered.ts';
import { commands } from './contributions.ts';
import { unlistedItems } from './devicePicker.ts';
import { createBatch } from './model/batch.ts';
import { deviceIdProblem } from './model/newConnection.ts';
import {
  narrowed,
  readRecent,
  type Target,
  type TargetChoice,
  targetChoices,
  withRecent,
} from './model/targets.ts';
import { ask } from './multiStep.ts';

const recentKey = 'kanto.targets.recent';

type Answer =
  | { readonly kind: 'target'; readonly target: Target }
  | { readonly kind: 'type' }
  | { readonly kind: 'command'; readonly command: string };

/** What a device is chosen for: what is sent to it, or `nothing` where it is only asked. */
type Sent = 'anything' | 'software' | 'nothing';

const placeholders = () => ({
  all: t('Device to send to; an id that is not listed can be typed'),
  asked: t('Device to ask; an id that is not listed can be typed'),
  fewer: t('Device to send to; those in direct mode have no SoftwareUpdatable, and are not listed'),
});

interface Item extends QuickPickItem {
  readonly answer?: Answer;
}

/** Milliseconds between two fillings while devices report. */
const refreshInterval = 200;

const groupTitles = () => ({ recent: t('recent'), connected: t('connected'), other: t('not connected') });

export class TargetPicker {
  readonly #engine: Engine;
  readonly #memory: Memento;

  constructor(engine: Engine, memory: Memento) {
    this.#engine = engine;
    this.#memory = memory;
  }

  /** The targets that were used last, latest first. */
  get recent(): readonly Target[] {
    return readRecent(this.#memory.get(recentKey));
  }

  async remember(target: Target): Promise<void> {
    await this.#memory.update(recentKey, withRecent(this.recent, target));
  }

  /**
   * Resolves undefined where the user gives up. `title` says what is going to be sent; for software modules devices in
   * direct mode, which have no SoftwareUpdatable, are not offered.
   */
  async pick(title: string, sent: Sent = 'anything'): Promise<Target | undefined> {
    const answer = await this.#choose(title, sent);
    switch (answer?.kind) {
      case undefined:
        return undefined;
      case 'target':
        return answer.target;
      case 'type':
        return this.#type(title, sent);
      case 'command':
        await editorCommands.executeCommand(answer.command);
        return this.#connections(sent).length === 0 ? undefined : this.pick(title, sent);
    }
  }

  /** Those that lead to what can take it. */
  #connections(sent: Sent): readonly ConnectionStatus[] {
    const { connections } = this.#engine;
    return sent === 'software' ? connections.filter(({ profile }) => hasSoftware(profile)) : connections;
  }

  #choose(title: string, sent: Sent): Promise<Answer | undefined> {
    const picker = window.createQuickPick<Item>();
    picker.title = title;
    const fewer = this.#connections(sent).length < this.#engine.connections.length;
    const { all, asked, fewer: without } = placeholders();
    picker.placeholder = fewer ? without : sent === 'nothing' ? asked : all;
    picker.matchOnDescription = true;
    const fill = () => {
      picker.items = this.#items(picker.value.trim(), sent);
    };
    fill();
    const news = createBatch<'devices' | 'connections'>(refreshInterval, fill);
    return answered(
      picker,
      ([chosen]) => chosen?.answer,
      picker.onDidChangeValue(fill),
      news,
      this.#engine.onDevices(() => news.add('devices')),
      this.#engine.onConnections(() => news.add('connections')),
    );
  }

  #items(typed: string, sent: Sent): Item[] {
    const connections = this.#connections(sent);
    const devices = connections.flatMap(({ profile }) => this.#engine.devices(profile.name));
    const choices = targetChoices({ connections, devices, recent: this.recent });
    const titles = groupTitles();
    const { listed, unlisted } = narrowed(choices, typed);
    const sections = (Object.keys(titles) as (keyof typeof titles)[]).flatMap((group) =>
      section(titles[group], listed.filter((choice) => choice.group === group).map(choiceItem)),
    );
    const others = [...unlistedItems(unlisted), ...this.#otherItems(typed, choices, connections)];
    return [...sections, ...section(t('other'), others)];
  }

  #otherItems(
    typed: string,
    choices: readonly TargetChoice[],
    connections: readonly ConnectionStatus[],
  ): Item[] {
    const isNew = deviceIdProblem(typed) === undefined && !choices.some((choice) => choice.device === typed);
    const typedItems = connections.filter(reachesMany).map(
      ({ profile }): Item => ({
        label: `$(circuit-board) ${withoutIcons(typed)}`,
        description: t('as typed, by {0}', withoutIcons(profile.name)),
        alwaysShow: true,
        answer: { kind: 'target', target: { connection: profile.name, device: typed } },
      }),
    );
    if (connections.length > 0) {
      return isNew
        ? typedItems
        : [{ label: t('$(edit) Type a device id…'), alwaysShow: true, answer: { kind: 'type' } }];
    }
    return [
      commandItem(t('$(add) Add Connection…'), commands.addConnection),
      commandItem(t('$(vm-running) Start Simulated Device'), commands.startSimulator),
    ];
  }

  async #type(title: string, sent: Sent): Promise<Target | undefined> {
    const answers = await ask(title, [
      () => ({
        prompt: t('Device id: namespace:name'),
        placeholder: 'edge:device',
        validate: deviceIdProblem,
      }),
    ]);
    const device = answers?.[0];
    if (device === undefined) return undefined;
    const connection = await pickConnection(
      this.#connections(sent)
        .filter(reachesMany)
        .map(({ profile }) => profile.name),
      t('By which connection is {0} reached?', device),
    );
    return connection === undefined ? undefined : { connection, device };
  }
}

/** In direct mode a connection has one device, which is listed. */
function reachesMany({ profile }: ConnectionStatus): boolean {
  return profile.mode !== 'direct';
}

/** Asks only where there is a choice. */
export async function pickConnection(
  names: readonly string[],
  placeHolder: string,
): Promise<string | undefined> {
  return names.length > 1 ? window.showQuickPick(names, { placeHolder }) : names[0];
}

function section(title: string, items: readonly Item[]): Item[] {
  return items.length === 0 ? [] : [{ label: title, kind: QuickPickItemKind.Separator }, ...items];
}

function choiceItem({ connection, device, description }: TargetChoice): Item {
  return {
    label: `$(circuit-board) ${withoutIcons(device)}`,
    description: withoutIcons(description),
    answer: { kind: 'target', target: { connection, device } },
  };
}

function commandItem(label: string, command: string): Item {
  return { label, alwaysShow: true, answer: { kind: 'command', command } };
}
