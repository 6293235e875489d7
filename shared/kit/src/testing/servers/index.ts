export { freePort } from './free-port.ts';
export { TestPostgres } from './postgres.ts';
export type { PostgresHere, PostgresPrograms } from './postgres-programs.ts';
export { postgresHere } from './postgres-programs.ts';
export type { Account, Launch, TestServer } from './test-server.ts';
export { startServer } from './test-server.ts';
