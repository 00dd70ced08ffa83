/** Parts of kafkajs that it does not hand out, and that are mended here. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    /** Ms since the epoch; -1 where nothing is held back. */
    throttledUntil: number;
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    readonly pending: readonly unknown[];
    checkPendingRequests(): void;
    scheduleCheckPendingRequests(): void;
  }
}

declare module 'kafkajs/src/broker/saslAuthenticator/scram.js' {
  interface Digest {
    /** Bytes. */
    readonly length: number;
    /** As Node.js names it. */
    readonly type: string;
  }
  const scram: {
    readonly SCRAM: {
      /** The salted password (RFC 5802, section 2.2). */
      hi(password: string, salt: Buffer, iterations: number, digest: Digest): Promise<Buffer>;
    };
  };
  export default scram;
}

declare module 'kafkajs/src/protocol/message/compression/index.js' {
  interface Codec {
    compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
    decompress(buffer: Buffer): Promise<Buffer>;
  }
  const compression: {
    readonly Types: { readonly GZIP: number };
    readonly Codecs: Record<number, () => Codec>;
  };
  export default compression;
}

declare module 'kafkajs/src/protocol/requests/fetch/index.js' {
  interface Exchange {
    readonly response: {
      /** Of a response without its number. */
      decode(response: Buffer): Promise<unknown>;
    };
  }
  const fetch: {
    protocol: (kind: { readonly version: number }) => (wanted: unknown) => Exchange;
  };
  export default fetch;
}
