/** Recorded exchanges with real daemons, and what makes two of them the same. */
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Published } from './virtualWorld.ts';

const folder = new URL('../../fixtures/recordings/', import.meta.url);

export interface Exchange {
  readonly scenario: string;
  readonly send: { readonly topic: string; readonly payload: unknown };
  readonly received: readonly Published[];
  /** `um exit=2`: update-manager died. */
  readonly crashed: readonly string[];
}

/** Names of the files, in order: `01-update-manager-semantics.jsonl.gz`. */
export const recordingFiles = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl.gz'))
  .sort();

export function readRecording(file: string): readonly Exchange[] {
  const text = gunzipSync(readFileSync(new URL(file, folder))).toString('utf8');
  const lines = text.trimEnd().split('\n');
  return lines.map((line): Exchange => JSON.parse(line));
}

/**
 * Messages in rows whose order is the daemons' own. Between the rows there is none: the recorded daemons sent them
 * from threads of their own.
 * @param sent the author's message: ids in it are no generated ones
 */
export function rows(messages: readonly Published[], sent: unknown): Record<string, unknown[]> {
  // Commands that the recorder itself sent are among what it received.
  const own = messages.filter(({ topic }) => !topic.includes('/req/'));
  const names = idNames(own, JSON.stringify(sent));
  const byRow: Record<string, unknown[]> = {};
  for (const message of own) {
    const row = rowOf(message);
    byRow[row] ??= [];
    byRow[row].push({ ...message, payload: normal(message.payload, names) });
  }
  return byRow;
}

/** The thing's two listeners, each agent, and update-manager with the containers agent, which wait for each other. */
function rowOf({ topic, payload }: Published): string {
  if (topic.startsWith('e/')) {
    return text(payload, 'path').startsWith('/features/Container:')
      ? 'container features'
      : 'software updatable';
  }
  if (topic.startsWith('command//edge')) return 'software updatable';
  return topic.startsWith('selfupdate/') ? 'self-update' : 'update';
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * A name for each generated id that does not depend on chance: what the container runs, and whether it was there
 * before. Two old containers of one image are told apart by their order only.
 */
function idNames(messages: readonly Published[], sent: string): Map<string, string> {
  const images = new Map<string, string>();
  const created = new Set<string>();
  for (const { payload } of messages) {
    const path = text(payload, 'path');
    const feature = /^\/features\/Container:([^/]+)$/.exec(path)?.[1];
    if (feature !== undefined && !text(payload, 'topic').endsWith('delete')) created.add(feature);
    if (!path.endsWith('/installedDependencies')) continue;
    const value = typeof payload === 'object' && payload !== null && 'value' in payload ? payload.value : {};
    for (const [key, dependency] of Object.entries(value ?? {})) {
      images.set(text(dependency, 'name'), key.replaceAll(uuid, '*'));
    }
  }
  const found = new Set(messages.flatMap((message) => JSON.stringify(message).match(uuid) ?? []));
  const counts = new Map<string, number>();
  return new Map(
    [...found]
      .filter((id) => !sent.includes(id))
      .map((id) => {
        const base = `${created.has(id) ? 'new' : 'old'} ${images.get(id) ?? 'id'}`;
        const count = (counts.get(base) ?? 0) + 1;
        counts.set(base, count);
        return [id, count === 1 ? `<${base}>` : `<${base} ${count}>`];
      }),
  );
}

const times = new Set(['timestamp', 'createdAt', 'startedAt', 'finishedAt']);
/** Lists whose order is chance: Go walks a map. */
const unordered = new Set(['actions', 'softwareNodes', 'associations']);

function normal(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    const named = value.replaceAll(uuid, (id) => names.get(id) ?? id);
    return named.replace(/^initial-current-state-\d+$/, 'initial-current-state-<time>');
  }
  if (Array.isArray(value)) return value.map((item) => normal(item, names));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    if (times.has(key)) return [key, '<time>'];
    if (key === 'value' && 'key' in value && value.key === 'created') return [key, '<time>'];
    const plain = normal(item, names);
    if (!unordered.has(key) || !Array.isArray(plain)) return [String(normal(key, names)), plain];
    return [key, plain.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))];
  });
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function text(value: unknown, key: string): string {
  const item =
    typeof value === 'object' && value !== null ? Object.entries(value).find(([k]) => k === key) : [];
  return typeof item?.[1] === 'string' ? item[1] : '';
}
