/** The reference for reads: a Fastify that does nothing, in a process of its own. Run as a child by `../processes.ts`. */
import Fastify from 'fastify';

const app = Fastify();
app.get('/', async () => ({ ok: 1 }));
const address = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`ready on ${address}\n`);
process.on('SIGTERM', () => process.exit(0));
