/** How numbers and states read for people. */
import { t } from '@vscode/l10n';
import type { TransportState } from '../transports/transport.ts';
import { clockTime } from './times.ts';

/** `35 ms`, `4.2 s`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** `4 s`, `2 min`, `1 h 5 min`: where the seconds of a longer time do not matter. */
export function roughly(milliseconds: number): string {
  const seconds = Math.round(Math.max(0, milliseconds) / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `1 component`, `3 components`. */
export function count(number: number, noun: Noun): string {
  return nouns[noun](number);
}

/** What is counted. Each language forms its own plural, so each noun is said in both ways. */
const nouns = {
  component: (n: number) => (n === 1 ? t('1 component') : t('{0} components', n)),
  container: (n: number) => (n === 1 ? t('1 container') : t('{0} containers', n)),
  device: (n: number) => (n === 1 ? t('1 device') : t('{0} devices', n)),
  error: (n: number) => (n === 1 ? t('1 error') : t('{0} errors', n)),
  file: (n: number) => (n === 1 ? t('1 file') : t('{0} files', n)),
  line: (n: number) => (n === 1 ? t('1 line') : t('{0} lines', n)),
  message: (n: number) => (n === 1 ? t('1 message') : t('{0} messages', n)),
  'more device': (n: number) => (n === 1 ? t('1 more device') : t('{0} more devices', n)),
  node: (n: number) => (n === 1 ? t('1 node') : t('{0} nodes', n)),
  'older report': (n: number) => (n === 1 ? t('1 older report') : t('{0} older reports', n)),
  parameter: (n: number) => (n === 1 ? t('1 parameter') : t('{0} parameters', n)),
  row: (n: number) => (n === 1 ? t('1 row') : t('{0} rows', n)),
  run: (n: number) => (n === 1 ? t('1 run') : t('{0} runs', n)),
  update: (n: number) => (n === 1 ? t('1 update') : t('{0} updates', n)),
  warning: (n: number) => (n === 1 ? t('1 warning') : t('{0} warnings', n)),
};
export type Noun = keyof typeof nouns;

/** The one connection of a call of the command line. */
export const callConnection = 'command line';

/** `edge:device @ lab`; of the one connection of a call, to which nobody gave a name, the device alone. */
export function target(device: string, connection: string): string {
  return connection === callConnection ? device : `${device} @ ${connection}`;
}

export function stateWords(state: TransportState): string {
  switch (state.kind) {
    case 'connected':
      return t('connected');
    case 'connecting':
      return state.lost === undefined
        ? t('connecting')
        : t('offline since {0}, attempt {1}', clockTime(state.lost), state.attempt);
    case 'disconnected':
      return t('not connected');
    case 'offline':
      return `${offlineWords(state)}: ${state.reason}`;
  }
}

function offlineWords({ since, retry }: Extract<TransportState, { kind: 'offline' }>): string {
  return retry === undefined
    ? t('offline since {0}, not tried again', clockTime(since))
    : t('offline since {0}, trying again', clockTime(since));
}

/** Texts that are written as Markdown, where none is shown. */
export function plainText(markdown: string): string {
  return markdown.replace(/`([^`]*)`/g, '‘$1’');
}

/** Leaves out the request ids of the topics in a text: they are of no use to a reader, and the raw message has them. */
export function shortAddress(address: string): string {
  return address.replace(/\/(req|q|res|s)\/[\w-]{9,}(?=\/)/g, '/$1/…');
}
