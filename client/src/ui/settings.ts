/** The settings as typed values. What a user wrote of the wrong type counts as not written. */
import { type ConfigurationScope, workspace } from 'vscode';
import { type ConsentCommand, consentCommands } from '../protocol/updateManager.ts';
import { type AskLevel, askLevels } from '../words/applyQuestion.ts';
import { type NotificationKind, notificationKinds, settings } from './contributions.ts';

interface Setting {
  readonly key: string;
}

function read(setting: Setting, scope?: ConfigurationScope): unknown {
  return workspace.getConfiguration(undefined, scope).get(setting.key);
}

function readNumber(setting: { readonly key: string; readonly default: number }): number {
  const value = read(setting);
  return typeof value === 'number' && value > 0 ? value : setting.default;
}

function readFlag(
  setting: { readonly key: string; readonly default: boolean },
  scope?: ConfigurationScope,
): boolean {
  const value = read(setting, scope);
  return typeof value === 'boolean' ? value : setting.default;
}

/**
 * As the user wrote it: the connections' own reader judges it. Of the user's settings alone, whatever a workspace says,
 * so that no workspace decides where a command or a password goes.
 */
export function connectionsSetting(): unknown {
  return workspace.getConfiguration().inspect(settings.connections.key)?.globalValue;
}

/** As written: its own reader judges it. */
export function domainsSetting(): unknown {
  return read(settings.domains);
}

/** The domains for which the workspace itself, and not the user alone, names a vocabulary. */
export function workspaceDomains(): string[] {
  return Object.keys(ofWorkspace(settings.domains));
}

/** What the workspace itself says of rules: its own reader judges it. */
export function workspaceRulesSetting(): object {
  return ofWorkspace(settings.rules);
}

function ofWorkspace(setting: Setting): object {
  const value: unknown = workspace.getConfiguration().inspect(setting.key)?.workspaceValue;
  return typeof value === 'object' && value !== null ? value : {};
}

/** Milliseconds. */
export function responseTimeout(): number {
  return readNumber(settings.responseTimeout) * 1000;
}

/** Milliseconds. */
export function updateTimeout(): number {
  return readNumber(settings.updateTimeout) * 60_000;
}

/** When an apply asks, besides what always asks. */
export function askLevel(): AskLevel {
  const value = read(settings.applyAsk);
  return askLevels.find((level) => level === value) ?? settings.applyAsk.default;
}

export function startsSimulator(): boolean {
  return readFlag(settings.startSimulator);
}

/** What the simulated device asks its owner before it does it. */
export function simulatorConsent(): readonly ConsentCommand[] {
  const value = read(settings.simulatorConsent);
  return Array.isArray(value) ? consentCommands.filter((command) => value.includes(command)) : [];
}

/** Of what VS Code itself does not hide. */
export function hiddenNotifications(): readonly NotificationKind[] {
  const value = read(settings.hiddenNotifications);
  return Array.isArray(value) ? notificationKinds.filter((kind) => value.includes(kind)) : [];
}

export function detectsByContent(scope: ConfigurationScope): boolean {
  return readFlag(settings.detectByContent, scope);
}

export function manifestGlobs(scope: ConfigurationScope): readonly string[] {
  const value = read(settings.manifestGlobs, scope);
  return Array.isArray(value) ? value.filter((glob) => typeof glob === 'string') : [];
}
