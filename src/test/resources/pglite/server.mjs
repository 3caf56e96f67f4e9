// PostgreSQL with pgvector in one process, without an installation. Prints its port.
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

const db = await PGlite.create({ extensions: { vector } });
const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 10 });
await server.start();
console.log(`port ${server.port}`);
process.stdin.on('end', () => process.exit()).resume(); // ends with the tests
