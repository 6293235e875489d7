import { postgresHere } from '@ashlar/kit/testing/servers';

export const { POSTGRES, onPostgres } = postgresHere(import.meta.url);
