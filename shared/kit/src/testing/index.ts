export type { Block, ClientKind, Command, Result, TestClient } from './client.ts';
export { CLIENTS, connectHttp, connectStdio, listedBy } from './client.ts';
export { contract } from './contract/contract.ts';
export type { Expectations } from './contract/expectations.ts';
export type { InProcess } from './in-process.ts';
export { connectInProcess } from './in-process.ts';
export type { RawServer } from './process.ts';
export { HANDSHAKE, modernRequest, startHttp, startRaw } from './process.ts';
