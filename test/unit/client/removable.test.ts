import { describe, expect, it } from 'vitest';
import { DeviceStore } from '../../../client/src/devices/store.ts';
import {
  irremovables,
  type Removable,
  removables,
  removablesOf,
  removeValue,
} from '../../../client/src/updates/removable.ts';
import { removeQuestion } from '../../../client/src/words/removeQuestion.ts';
import type { JsonObject } from '../../../server/src/messages.ts';
import { containers, dependencies, device, incoming, modify, remove, state } from './messages.ts';

const influxdb = 'a26f3506-ac07-449a-a970-32ac0c5de7b1';
const other = '5c85438f-5f25-4114-9166-2206e5ece802';

const listed = (...ids: readonly string[]) =>
  dependencies(
    containers,
    Object.fromEntries(
      ids.map((id) => [id, { group: 'docker.io/library/influxdb', name: id, version: '1.8.4' }]),
    ),
  );

function feature(id: string, name: string, status = 'RUNNING'): JsonObject {
  const properties = { status: { name, state: { status } } };
  return modify(containers, `/features/Container:${id}`, { properties });
}

function heard(...messages: readonly JsonObject[]): DeviceStore {
  const store = new DeviceStore('lab');
  for (const message of messages) store.hear(incoming('e', message));
  return store;
}

function found(store: DeviceStore): readonly Removable[] {
  const known = store.get(device);
  return known ? removables(known, store.twin(device)) : [];
}

describe('what can be removed', () => {
  it('is what SoftwareUpdatable of the containers lists, by the id of the container, with the name that people know', () => {
    const software = { group: 'docker.io/library/influxdb', name: influxdb, version: '1.8.4' };
    expect(found(heard(listed(influxdb), feature(influxdb, 'db')))).toEqual([
      { software, name: 'db', status: 'RUNNING' },
    ]);
    expect(found(heard(listed(influxdb)))).toEqual([{ software, name: 'influxdb' }]);
  });

  it('is any other container that the device reports with its id', () => {
    const store = heard(feature(influxdb, 'db'), feature(other, 'web', 'EXITED'));
    expect(found(store)).toEqual([
      { software: { name: influxdb }, name: 'db', status: 'RUNNING' },
      { software: { name: other }, name: 'web', status: 'EXITED' },
    ]);
  });

  it('is no container that is gone', () => {
    expect(
      found(heard(feature(influxdb, 'db'), remove(containers, `/features/Container:${influxdb}`))),
    ).toEqual([]);
  });

  it('is nothing of the generic daemon, which takes no remove', () => {
    const module = { group: 'simulated', name: 'hello', version: '1', type: 'software' };
    const store = heard(dependencies(device, { 0: module }));
    expect(found(store)).toEqual([]);
    const known = store.get(device);
    expect(known && irremovables(known)).toEqual([module]);
  });
});

describe('a component of the tree', () => {
  const store = heard(state('a'), feature(influxdb, 'influxdb'), feature(other, 'influxdb'), listed(other));
  const components = store.get(device)?.components ?? [];

  it('of SoftwareUpdatable is the container of its id', () => {
    const component = components.find(({ id }) => id === other);
    expect(component && removablesOf(component, found(store)).map((it) => it.software.name)).toEqual([other]);
  });

  it('of the domain containers is each container of its name, so that the user can say which', () => {
    const component = components.find(({ domain }) => domain === 'containers');
    expect(component && removablesOf(component, found(store)).map((it) => it.software.name)).toEqual([
      other,
      influxdb,
    ]);
  });

  it('is none where the device has not told the id', () => {
    const bare = heard(state('a'));
    const [component] = bare.get(device)?.components ?? [];
    expect(component && removablesOf(component, found(bare))).toEqual([]);
  });
});

it('a removal names each container as the device reports it', () => {
  expect(removeValue(found(heard(listed(influxdb), feature(other, 'web'))))).toEqual({
    software: [{ group: 'docker.io/library/influxdb', name: influxdb, version: '1.8.4' }, { name: other }],
  });
});

describe('the question before a removal', () => {
  const removed = found(heard(listed(influxdb), feature(influxdb, 'db')));
  const asked = { connection: 'lab', device, removed, isProtected: false };

  it('names the device, the connection and what is lost', () => {
    const { message, detail, yes } = removeQuestion(asked);
    expect(message).toBe('Remove 1 container from edge:device @ lab?');
    expect(detail).toContain(`db 1.8.4 (RUNNING), id ${influxdb}`);
    expect(yes).toBe('Remove 1');
  });

  it('names a connection that is protected', () => {
    expect(removeQuestion({ ...asked, isProtected: true }).detail).toMatch(
      /^The connection lab is protected/,
    );
  });

  it('shows what a device calls its containers without tricks', () => {
    const [one] = removed;
    const tricky = one ? [{ ...one, name: 'a\u202eb\nc' }] : [];
    expect(removeQuestion({ ...asked, removed: tricky }).detail).toContain('a\\u202eb c');
  });
});
