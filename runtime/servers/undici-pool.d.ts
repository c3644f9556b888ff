// The parts of undici's connection pool that are used. The package types only its index, which is larger to load.

declare module 'undici/lib/dispatcher/pool.js' {
  interface PoolOptions {
    connections?: number | null;
    pipelining?: number;
    connectTimeout?: number;
    keepAliveTimeout?: number;
    headersTimeout?: number;
    bodyTimeout?: number;
    allowH2?: boolean;
  }

  interface DispatchOptions {
    path: string;
    method: string;
    headers: readonly string[];
    body: Uint8Array | null;
  }

  interface DispatchHandler {
    onConnect(abort: (reason?: Error) => void): void;
    onHeaders(status: number, raw: readonly Uint8Array[], resume: () => void): boolean;
    onData(chunk: Uint8Array): boolean;
    onComplete(): void;
    onError(error: Error): void;
  }

  export default class Pool {
    constructor(origin: string, options: PoolOptions);
    dispatch(options: DispatchOptions, handler: DispatchHandler): boolean;
    destroy(error?: Error): Promise<void>;
  }
}
