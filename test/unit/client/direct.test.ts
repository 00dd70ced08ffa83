/** Direct mode: topics, envelope and news, held against what update-manager without things was recorded to do. */
import { describe, expect, it } from 'vitest';
import { DeviceStore } from '../../../client/src/devices/store.ts';
import { type ComposeInput, isComposed } from '../../../client/src/protocol/compose.ts';
import { dialectOf } from '../../../client/src/protocol/dialects.ts';
import { directDialect, directTopic } from '../../../client/src/protocol/direct.ts';
import type { JsonValue, ManifestKind } from '../../../server/src/messages.ts';
import { readRecording } from '../simulator/recordings.ts';

const prefix = 'deviceupdate';
const now = 1_795_295_120_000;
const dialect = directDialect(prefix, () => now);
const desiredState = { domains: [{ id: 'containers', components: [{ id: 'x', version: '1' }] }] };

function compose(kind: Partial<ManifestKind>, content: JsonValue, device = prefix) {
  const input: ComposeInput = {
    manifest: { kind: { operation: 'apply', form: 'bare', role: 'request', ...kind }, content },
    device,
    features: [],
    uuid: () => 'fresh',
  };
  return dialect.compose(input);
}

function composed(kind: Partial<ManifestKind>, content: JsonValue) {
  const result = compose(kind, content);
  if (!isComposed(result)) throw new Error(result.message);
  return result;
}

function read(topic: string, json: JsonValue, retained = false) {
  return dialect.read({ address: topic, json, retained, time: now });
}

describe('a manifest for a device in direct mode', () => {
  it.each([
    ['bare', desiredState, 'fresh', now],
    ['value', { activityId: 'a-1', desiredState }, 'a-1', now],
    ['local', { activityId: 'a-1', timestamp: 1, payload: desiredState }, 'a-1', 1],
    ['local', { activityId: '', payload: desiredState }, 'fresh', now],
  ] as const)(
    'written as %s becomes activity, time and the desired state itself',
    (form, content, activityId, timestamp) => {
      expect(composed({ form }, content)).toMatchObject({
        envelope: { activityId, timestamp, payload: desiredState },
        activityId,
        contradictions: [],
      });
    },
  );

  it('written as a Ditto message loses its envelope, and the thing in it is named as a contradiction', () => {
    const topic = 'edge/device/things/live/messages/apply';
    const content = { topic, path: '/features/UpdateManager/inbox/messages/apply', value: { desiredState } };
    const { envelope, contradictions } = composed({ form: 'envelope' }, content);
    expect(envelope).toEqual({ activityId: 'fresh', timestamp: now, payload: desiredState });
    expect(contradictions).toEqual([{ field: 'topic', written: topic, wanted: `${prefix}/desiredstate` }]);
  });

  it('awaits no answer: nothing accepts it', () => {
    expect(composed({}, desiredState)).toMatchObject({ responseRequired: false, correlationId: '' });
  });

  it('that asks for the state is JSON: an empty message would not be answered', () => {
    expect(composed({ operation: 'refresh', form: 'value' }, {}).envelope).toEqual({
      activityId: 'fresh',
      timestamp: now,
      payload: null,
    });
  });

  it.each(['install', 'remove', 'download'] as const)('cannot be %s, and says why', (operation) => {
    const refused = compose({ operation }, []);
    expect(refused).toMatchObject({ reason: 'not-in-direct-mode' });
    expect('message' in refused && refused.message).toContain(`no ${operation}`);
  });

  it('goes to no other device than that of the prefix', () => {
    expect(compose({}, desiredState, 'edge:device')).toMatchObject({ reason: 'other-device' });
  });
});

describe('the topics of direct mode', () => {
  it.each([
    ['apply', 'deviceupdate/desiredstate'],
    ['refresh', 'deviceupdate/currentstate/get'],
    ['consent', 'deviceupdate/ownerconsentfeedback'],
    ['install', undefined],
  ])('%s goes to %s', (operation, topic) => {
    expect(directTopic(prefix, operation)).toBe(topic);
  });

  it('never listens where the device does: it would hide that nobody is there', () => {
    const { filters } = dialect.listening;
    for (const operation of ['apply', 'refresh', 'consent'])
      expect(filters).not.toContain(directTopic(prefix, operation));
    expect(filters.filter((it) => /[+#]/.test(it))).toEqual([]);
  });

  it('begin with the prefix of the connection', () => {
    const { filters } = dialectOf({ mode: 'direct', prefix: 'vehicleupdate' }).listening;
    expect(filters.every((it) => it.startsWith('vehicleupdate/'))).toBe(true);
  });
});

describe('what update-manager without things was recorded to say', () => {
  const exchanges = readRecording('07-local-direct-mode.jsonl.gz');

  it('tells of each step of an apply, to its end and the state after it', () => {
    const apply = exchanges.find(({ scenario }) => scenario === 'direct apply');
    const news = (apply?.received ?? []).flatMap(({ topic, payload }) => {
      const said = dialect.read({ address: topic, json: payload, retained: false, time: now });
      return said?.news ?? [];
    });
    const words = news.map((it) => (it.kind === 'feedback' ? it.feedback.status : it.kind));
    expect(words).toEqual(['IDENTIFYING', 'IDENTIFIED', 'RUNNING', 'COMPLETED', 'state']);
    const activities = news.map((it) => {
      if (it.kind === 'feedback') return it.feedback.activityId;
      return it.kind === 'state' ? it.state.activityId : undefined;
    });
    expect(new Set(activities)).toEqual(new Set(['loc-1']));
  });

  it('leaves out what its agents say among themselves', () => {
    const foreign = exchanges
      .flatMap(({ received }) => received)
      .filter(({ topic }) => !topic.startsWith('deviceupdate/'));
    expect(foreign.length).toBeGreaterThan(20);
    for (const { topic, payload } of foreign)
      expect(dialect.read({ address: topic, json: payload, retained: false, time: now })).toBeUndefined();
  });

  it('gives the device its domains and components in the store', () => {
    const store = new DeviceStore('lab', dialect.read);
    for (const { topic, payload } of exchanges.flatMap(({ received }) => received))
      store.hear({ address: topic, raw: JSON.stringify(payload), json: payload, retained: false, time: now });
    expect(store.list()).toMatchObject([
      { id: prefix, domains: ['containers'], lastHeard: now, lastUpdate: { terminal: true } },
    ]);
    expect(store.get(prefix)?.components).toMatchObject([{ domain: 'containers', id: 'x', version: '1' }]);
  });
});

describe('a message in direct mode', () => {
  const state = { activityId: 's', timestamp: now - 5000, payload: { softwareNodes: [] } };

  it('that the broker has kept tells the state, but not that the device is there', () => {
    const store = new DeviceStore('lab', dialect.read);
    store.configure([prefix]);
    store.hear({ address: `${prefix}/currentstate`, raw: '', json: state, retained: true, time: now });
    expect(store.get(prefix)).toMatchObject({ inventoryTime: now - 5000 });
    expect(store.get(prefix)?.lastHeard).toBeUndefined();
  });

  it('is shown as JSON by its topic, with the time of its report and without secrets; nothing of it is a feature', () => {
    const parameters = [{ key: 'env', value: 'DB_PASSWORD=planted-17' }];
    const payload = { softwareNodes: [{ id: 'containers:x', parameters }] };
    const json = { ...state, payload };
    const store = new DeviceStore('lab', dialect.read);
    store.hear({ address: `${prefix}/currentstate`, raw: '', json, retained: true, time: now });
    const twin = store.twin(prefix);
    expect(twin?.things).toMatchObject({
      [prefix]: { currentstate: { softwareNodes: [{ id: 'containers:x' }] } },
    });
    expect(twin?.reports).toMatchObject([{ path: '/currentstate', time: now - 5000 }]);
    expect(JSON.stringify(twin)).not.toContain('planted');
    expect(store.get(prefix)?.features).toEqual([]);
  });

  it('that is kept, but no state, is of long ago and says nothing', () => {
    const feedback = { activityId: 'a', timestamp: 1, payload: { status: 'COMPLETED' } };
    expect(read(`${prefix}/desiredstatefeedback`, feedback, true)).toBeUndefined();
  });

  it.each([
    ['desiredstatefeedback', { status: 'RUNNING' }, 'feedback'],
    ['currentstate', { softwareNodes: [] }, 'state'],
    ['ownerconsent', { command: 'UPDATE' }, 'consent'],
  ])('says in %s when it was said by its own clock', (topic, payload, kind) => {
    const { news } = read(`${prefix}/${topic}`, { activityId: 'a', timestamp: 7, payload }) ?? {};
    expect(news).toMatchObject({ kind, [kind]: { timestamp: 7 } });
  });

  it('asks the owner, and is answered on its own topic with the activity', () => {
    const asked = { activityId: 'a', timestamp: 7, payload: { command: 'DOWNLOAD' } };
    expect(read(`${prefix}/ownerconsent`, asked)?.news).toMatchObject({
      kind: 'consent',
      consent: { activityId: 'a', command: 'DOWNLOAD' },
    });
    const reply = { device: prefix, activityId: 'a', correlationId: 'a 7', status: 'APPROVED' } as const;
    expect(dialect.consent(reply)).toEqual({
      activityId: 'a',
      timestamp: now,
      payload: { status: 'APPROVED' },
    });
  });

  it.each([null, 3, 'x', [], {}, { payload: 3 }, { payload: { status: 3 } }])(
    'that is %j only shows that somebody is there',
    (json) => {
      expect(read(`${prefix}/desiredstatefeedback`, json)).toEqual({ thing: prefix });
    },
  );
});
