/** How a call reaches its broker: secrets from the environment, whom it trusts, and what it says where it may not. */
import { describe, expect, it } from 'vitest';
import { certificatesOfFile, passphrase } from './certificates.ts';
import { type RunOptions, runCommandLine } from './commandLine.ts';
import { mosquitto } from './forThisTest.ts';
import { describeWithMosquitto } from './mosquitto.ts';

const certificates = certificatesOfFile();

function devices(url: string, rest: readonly string[], options?: RunOptions) {
  return runCommandLine(['devices', '--connection', url, '--timeout', '100ms', ...rest], options);
}

describe('user and password', () => {
  it('are not sent to another machine without TLS, and the call says what to do instead', async () => {
    const { status, out, err } = await devices('mqtt://broker.invalid', ['--username', 'ann'], {
      env: { KANTO_PASSWORD: 'pl4nted' },
    });
    expect(status).toBe(4);
    expect(err).toContain('in the clear');
    expect(err).toContain('mqtts://');
    expect(err).toContain('SSH tunnel');
    expect(out + err).not.toContain('pl4nted');
  });
});

describeWithMosquitto('a certificate that nobody vouches for', () => {
  it('is shown with its fingerprint, and accepted by it alone', async () => {
    const { url } = await mosquitto({ scheme: 'mqtts', tls: certificates().selfSigned });
    const refused = await devices(url, []);
    expect(refused.status).toBe(3);
    expect(refused.err).toContain('Subject: CN=self-signed');
    expect(refused.err).toContain('Issuer: itself');
    const [accepting = '', fingerprint = ''] = /--fingerprint (\S+)/.exec(refused.err) ?? [];
    expect((await devices(url, accepting.split(' '))).status).toBe(0);
    const other = `${fingerprint.startsWith('00') ? '11' : '00'}${fingerprint.slice(2)}`;
    const changed = await devices(url, ['--fingerprint', other, '--format', 'json']);
    expect(JSON.parse(changed.out)).toMatchObject({
      error: { code: 'tls-changed-certificate', certificate: { fingerprint } },
    });
  });
});

describeWithMosquitto('the verification of certificates', () => {
  it('is not switched off by the environment either', async () => {
    const { url } = await mosquitto({ scheme: 'mqtts', tls: certificates().selfSigned });
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' };
    const { status, out } = await devices(url, ['--format', 'json'], { env });
    expect(status).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'tls-self-signed' } });
  });
});

describeWithMosquitto('an encrypted client key', () => {
  it('is opened by the pass-phrase in the environment', async () => {
    const { caFile, server, encryptedClients } = certificates();
    const [client] = encryptedClients;
    const { url } = await mosquitto({ scheme: 'mqtts', tls: { ...server, caFile } });
    const files = ['--ca', caFile, '--cert', client?.certFile ?? '', '--key', client?.keyFile ?? ''];
    expect((await devices(url, files, { env: { KANTO_KEY_PASSPHRASE: passphrase } })).status).toBe(0);
    const without = await devices(url, files);
    expect(without.status).toBe(4);
    expect(without.err).toContain('KANTO_KEY_PASSPHRASE');
  });
});
