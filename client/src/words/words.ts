/** How numbers and states read for people. */
import type { TransportState } from '../transports/transport.ts';

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
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `edge:device @ lab` */
export function target(device: string, connection: string): string {
  return `${device} @ ${connection}`;
}

export function stateWords(state: TransportState): string {
  switch (state.kind) {
    case 'connected':
      return 'connected';
    case 'connecting':
      return state.lost === undefined
        ? 'connecting'
        : `offline since ${clockTime(state.lost)}, attempt ${state.attempt}`;
    case 'disconnected':
      return 'not connected';
    case 'offline':
      return `${offlineWords(state)}: ${state.reason}`;
  }
}

function offlineWords({ since, retry }: Extract<TransportState, { kind: 'offline' }>): string {
  return `offline since ${clockTime(since)}, ${retry === undefined ? 'not tried again' : 'trying again'}`;
}

/** `14:03:27`, as the user's language writes it. */
export function clockTime(milliseconds: number): string {
  return new Date(milliseconds).toLocaleTimeString();
}

/** Texts that are written as Markdown, where none is shown. */
export function plainText(markdown: string): string {
  return markdown.replace(/`([^`]*)`/g, '‘$1’');
}

/** Leaves out the request ids of the topics in a text: they are of no use to a reader, and the raw message has them. */
export function shortAddress(address: string): string {
  return address.replace(/\/(req|q|res|s)\/[\w-]{9,}(?=\/)/g, '/$1/…');
}
