import { describe, expect, it } from 'vitest';
import { FaultError, fault, faultOf } from '../../../client/src/errors.ts';
import { ClosedEarlyError, isLasting } from '../../../client/src/transports/faults.ts';
import { connectFault, mayBeVersion } from '../../../client/src/transports/mqtt/faults.ts';

const attempt = { url: 'mqtts://broker:8883', username: 'me' };
const coded = (code: string | number, message = 'text of the library') =>
  Object.assign(new Error(message), { code });

describe('what a failed connect means', () => {
  it.each([
    ['ENOTFOUND', 'name-not-resolved'],
    ['EAI_AGAIN', 'name-not-resolved'],
    ['ECONNREFUSED', 'connection-refused'],
    ['EHOSTUNREACH', 'host-unreachable'],
    ['ETIMEDOUT', 'connection-timeout'],
    ['ECONNRESET', 'connection-closed'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls-self-signed'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls-unknown-ca'],
    ['CERT_HAS_EXPIRED', 'tls-expired'],
    ['CERT_NOT_YET_VALID', 'tls-not-yet-valid'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-wrong-host'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-not-spoken'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls-client-certificate'],
    ['ERR_SSL_NO_PROTOCOLS_AVAILABLE', 'tls-failed'],
    ['ESOMETHING', 'connect-failed'],
    [1, 'protocol-refused'],
    [2, 'client-id-refused'],
    [3, 'broker-unavailable'],
    [4, 'credentials-refused'],
    [5, 'credentials-refused'],
    [134, 'credentials-refused'],
    [135, 'credentials-refused'],
    [151, 'connect-failed'],
  ])('%s: %s', (code, wanted) => {
    const told = connectFault(coded(code), attempt);
    expect(told.code).toBe(wanted);
    expect(told.message).toContain(attempt.url);
    expect(told.advice).not.toBe('');
  });

  it('a refusal without a user wants one', () => {
    expect(connectFault(coded(5), { url: attempt.url }).code).toBe('credentials-required');
  });

  it('of several addresses of a name, the first tells', () => {
    const error = new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]);
    expect(connectFault(error, attempt).code).toBe('connection-refused');
  });

  it.each([
    [new ClosedEarlyError(), 'connection-closed'],
    [new Error('connack timeout'), 'connection-timeout'],
    [new Error('Unexpected server response: 404'), 'websocket-refused'],
    [new Error('Invalid header flag bits, must be 0x0 for puback packet'), 'mqtt-not-spoken'],
    [coded('ERR_OSSL_X509_KEY_VALUES_MISMATCH', 'key values mismatch'), 'tls-file-unreadable'],
    [new Error('anything'), 'connect-failed'],
    ['thrown text', 'connect-failed'],
  ])('%s', (error, wanted) => {
    expect(connectFault(error, attempt).code).toBe(wanted);
  });

  it('asks for MQTT 3.1.1 only where the version can be the reason', () => {
    expect([coded(1), coded(132), new ClosedEarlyError()].map(mayBeVersion)).toEqual([true, true, true]);
    expect([coded(5), coded('ECONNREFUSED'), new Error('connack timeout')].map(mayBeVersion)).toEqual([
      false,
      false,
      false,
    ]);
    const told = [fault('connection-closed', ''), fault('subscription-refused', ''), fault('cancelled', '')];
    expect(told.map((it) => mayBeVersion(new FaultError(it)))).toEqual([true, false, false]);
  });

  it('tries on by itself only where that can help', () => {
    const codes = [
      'connection-refused',
      'broker-unavailable',
      'credentials-refused',
      'tls-expired',
      'client-id-taken',
    ] as const;
    expect(codes.filter((code) => isLasting(fault(code, '')))).toEqual(codes.slice(2));
  });
});

describe('faults', () => {
  it('come out of their errors again', () => {
    const told = fault('no-listener', 'Nobody listens.');
    expect(faultOf(new FaultError(told), 'connect-failed')).toBe(told);
    expect(faultOf(new Error('boom'), 'connect-failed')).toMatchObject({
      code: 'connect-failed',
      message: 'boom',
    });
  });
});
