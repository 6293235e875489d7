import { join } from 'node:path';
import { type PostgresPrograms, TestPostgres } from '@ashlar/kit/testing/servers';
import { DuckDBInstance } from '@duckdb/node-api';
import Database from 'better-sqlite3';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { TestMariaDb } from '../mariadb-server.ts';
import type { Dialect } from './dialect.ts';
import { directDuckdb } from './direct-duckdb.ts';
import { directMariaDb } from './direct-mariadb.ts';
import { directPostgres } from './direct-postgres.ts';
import { directSqlite } from './direct-sqlite.ts';
import { duckdbDialect } from './duckdb-dialect.ts';
import { mariadbDialect } from './mariadb-dialect.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import type { Direct } from './truth.ts';

/** A database with the tables of a dialect in it, and drivers that ask it directly. */
export interface Base {
  dialect: Dialect;
  /** As the server is given it. */
  url: string;
  directs: Direct[];
  stop(): Promise<void>;
}

/** `folder` is where files go. */
export type StartBase = (folder: string) => Promise<Base>;

export const startSqlite: StartBase = async (folder) => {
  const url = join(folder, 'stream.db');
  const database = new Database(url);
  database.exec(sqliteDialect.script);
  database.close();
  const direct = directSqlite(url);
  return { dialect: sqliteDialect, url, directs: [direct], stop: () => direct.close() };
};

export const startDuckdb: StartBase = async (folder) => {
  const url = join(folder, 'stream.duckdb');
  const instance = await DuckDBInstance.create(url);
  const connection = await instance.connect();
  await connection.run(duckdbDialect.script);
  connection.closeSync();
  instance.closeSync();
  const direct = await directDuckdb(url);
  return { dialect: duckdbDialect, url, directs: [direct], stop: () => direct.close() };
};

/** Drivers that ask at once. */
const DIRECTS = 4;

export const startPostgres = async (programs: PostgresPrograms): ReturnType<StartBase> => {
  const server = await TestPostgres.start(programs);
  const admin = new pg.Client(server.url());
  await admin.connect();
  await admin.query(postgresDialect.script);
  await admin.end();
  const url = server.url('reader');
  const directs = await Promise.all(Array.from({ length: DIRECTS }, () => directPostgres(url)));
  return {
    dialect: postgresDialect,
    url,
    directs,
    async stop() {
      for (const direct of directs) await direct.close();
      await server.stop();
    },
  };
};

export const startMariaDb: StartBase = async () => {
  const server = await TestMariaDb.start();
  const login = { host: '127.0.0.1', port: server.port, user: 'root', charset: 'utf8mb4' };
  const admin = await mysql.createConnection({ ...login, multipleStatements: true });
  await admin.query(mariadbDialect.script);
  await admin.end();
  const url = server.url('reader');
  const directs = Array.from({ length: DIRECTS }, () => directMariaDb(url));
  return { dialect: mariadbDialect, url, directs, stop: () => server.stop() };
};
