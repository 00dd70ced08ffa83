import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { fetchArtifact } from '../../client/src/simulator/artifacts.ts';
import { instantTiming } from '../../client/src/simulator/device.ts';
import { startSimulator } from '../../client/src/simulator/simulator.ts';
import { forThisTest } from './forThisTest.ts';
import { freePort } from './mosquitto.ts';
import { listenTo } from './simulatedDevice.ts';

const descriptor = JSON.stringify({ container_name: 'web', image: { name: 'docker.io/library/nginx:1.27' } });
let base = '';

beforeAll(async () => {
  const server = createServer((request, response) => {
    if (request.url === '/away') response.writeHead(302, { location: 'https://example.com/x' }).end();
    else if (request.url === '/web.json') response.end(descriptor);
    else response.writeHead(404).end('<html>not found</html>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  base = `http://127.0.0.1:${address.port}`;
  return () => once(server.close(), 'close');
});

it('never leaves this machine, not even by a redirect', async () => {
  expect(await fetchArtifact('https://example.com/x')).toEqual({ kind: 'elsewhere' });
  expect(await fetchArtifact('http://10.0.0.1/x')).toEqual({ kind: 'elsewhere' });
  expect(await fetchArtifact('http://localhost.example.com/x')).toEqual({ kind: 'elsewhere' });
  expect(await fetchArtifact(`${base}/away`)).toEqual({ kind: 'elsewhere' });
});

it('says as Go does why a download failed', async () => {
  expect(await fetchArtifact('')).toEqual({
    kind: 'failed',
    reason: 'Get "": unsupported protocol scheme ""',
  });
  expect(await fetchArtifact('ftp://127.0.0.1/x')).toEqual({
    kind: 'failed',
    reason: 'Get "ftp://127.0.0.1/x": unsupported protocol scheme "ftp"',
  });
  const port = await freePort();
  expect(await fetchArtifact(`http://127.0.0.1:${port}/x`)).toEqual({
    kind: 'failed',
    reason: `Get "http://127.0.0.1:${port}/x": dial tcp 127.0.0.1:${port}: connect: connection refused`,
  });
});

it('downloads, checks and installs what lies on loopback', async () => {
  const simulator = await forThisTest(startSimulator({ timing: instantTiming }));
  const device = await listenTo(simulator.url);
  onTestFinished(() => device.close());
  const install = async (id: string, path: string, sha256: string) => {
    const checksums = { SHA256: sha256 };
    const artifact = {
      filename: 'web.json',
      download: { HTTP: { url: `${base}${path}` } },
      checksums,
      size: 1,
    };
    await device.command('install', {
      correlationId: id,
      softwareModules: [{ softwareModule: { name: 'web', version: '1' }, artifacts: [artifact] }],
    });
    return device.until((it) => it.includes(`"${id}"`) && /lastOperation.*FINISHED/.test(it));
  };
  const right = createHash('sha256').update(descriptor).digest('hex');

  expect(await install('good', '/web.json', right)).toContain('FINISHED_SUCCESS');
  expect(await device.until((it) => it.includes('"imageRef"'))).toContain('docker.io/library/nginx:1.27');
  const wrong = await install('wrong', '/web.json', right.replace(/^../, '00'));
  expect(wrong).toContain('FINISHED_REJECTED');
  expect(wrong).toContain('sha256 checksum does not match');
  const absent = await install('absent', '/nowhere', '');
  expect(absent).toContain('FINISHED_ERROR');
  expect(absent).toContain("invalid character '<' looking for beginning of value");
});
