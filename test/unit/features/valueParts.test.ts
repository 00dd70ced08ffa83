import { describe, expect, it } from 'vitest';
import {
  containerValueParts,
  pathParts,
  referenceParts,
  topicParts,
  type ValuePart,
} from '../../../server/src/features/valueParts.ts';
import { lookup } from './support.ts';

/** `name=text`, in order. */
function told(text: string, parts: readonly ValuePart[]): string[] {
  return parts.map(({ name, from, to }) => `${name}=${text.slice(from, to)}`);
}
const parts = (key: string, text: string) => told(text, containerValueParts(key, text));

describe('the parts of', () => {
  it('a port mapping', () => {
    expect(parts('port', '127.0.0.1:5000-6000:80/udp')).toEqual([
      'host ip=127.0.0.1',
      'host port=5000',
      'last host port=6000',
      'container port=80',
      'protocol=udp',
    ]);
    expect(parts('port', '8086:8087')).toEqual(['host port=8086', 'container port=8087']);
  });

  it('a port mapping that is being written', () => {
    expect(parts('port', '')).toEqual(['host port=']);
    expect(parts('port', '127.0')).toEqual(['host ip=127.0']);
    expect(parts('port', '127.0.0.1:')).toEqual(['host ip=127.0.0.1', 'host port=']);
    expect(parts('port', '80-')).toEqual(['host port=80', 'last host port=']);
    expect(parts('port', '80:')).toEqual(['host port=80', 'container port=']);
    expect(parts('port', '80/')).toEqual(['host port=80', 'protocol=']);
  });

  it('mounts, devices, host names and variables', () => {
    expect(parts('mount', '/a:/b:shared')).toEqual(['source=/a', 'destination=/b', 'propagation=shared']);
    expect(parts('mount', '/a:/b:c:d')).toEqual(['source=/a', 'destination=/b', 'propagation=c']);
    expect(parts('device', '/dev/a:/dev/b:rw')).toEqual([
      'device on the host=/dev/a',
      'device in the container=/dev/b',
      'rights=rw',
    ]);
    expect(parts('host', 'db:container_a-host')).toEqual(['name=db', 'address=container_a-host']);
    expect(parts('env', 'A=b=c')).toEqual(['name=A', 'value=b=c']);
    expect(parts('env', 'A')).toEqual(['name=A']);
  });

  it('sizes', () => {
    expect(parts('memory', '1.5 G')).toEqual(['number=1.5', 'unit=G']);
    expect(parts('memory', '512')).toEqual(['number=512']);
    expect(parts('memorySwap', '-1')).toEqual(['number=-1']);
    expect(parts('memory', '512MB')).toEqual(['number=512', 'unit=MB']);
  });

  it('images', () => {
    expect(parts('image', 'localhost:5000/a/b:1@sha256:0f')).toEqual([
      'registry=localhost:5000',
      'repository=a/b',
      'tag=1',
      'digest=sha256:0f',
    ]);
    expect(parts('image', 'ghcr.io/a/b@sha256:0f')).toEqual([
      'registry=ghcr.io',
      'repository=a/b',
      'digest=sha256:0f',
    ]);
    expect(parts('image', 'docker.i')).toEqual(['registry=docker.i']);
    expect(parts('image', 'influxdb:2.7')).toEqual(['repository=influxdb', 'tag=2.7']);
  });

  it('references, topics and paths', () => {
    expect(told('a:b:c', referenceParts('a:b:c'))).toEqual(['domain=a', 'component=b:c']);
    const topic = 'edge/device/things/live/messages/apply';
    expect(told(topic, topicParts(topic))).toEqual([
      'namespace=edge',
      'name=device',
      'things=things',
      'live=live',
      'messages=messages',
      'operation=apply',
    ]);
    const path = '/features/UpdateManager/inbox/messages/apply';
    expect(told(path, pathParts(path))).toEqual([
      'features=features',
      'feature=UpdateManager',
      'inbox=inbox',
      'messages=messages',
      'operation=apply',
    ]);
    expect(pathParts('features')).toEqual([]);
  });

  it('every value are those that the schema names, in its order', () => {
    const complete: Record<string, string> = {
      image: 'docker.io/a:1@sha256:0',
      env: 'a=b',
      port: '1.1.1.1:1-2:3/tcp',
      mount: 'a:b:c',
      device: 'a:b:r',
      host: 'a:b',
    };
    const words = lookup.vocabulary('containers')?.component ?? [];
    const composed = words.filter(({ field }) => field.parts !== undefined);
    expect(composed.map(({ key }) => key)).toEqual(expect.arrayContaining(Object.keys(complete)));
    for (const { key, field } of composed) {
      const labels = field.parts?.map(({ label }) => /<(.*)>/.exec(label)?.[1]);
      expect(containerValueParts(key, complete[key] ?? '1M').map(({ name }) => name)).toEqual(labels);
    }
  });
});
